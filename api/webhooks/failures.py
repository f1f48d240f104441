"""Why a webhook was not taken, kept as a code and told in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Failure(StrEnum):
    """What went wrong at the last try."""

    NONE = ""
    PRIVATE_ADDRESS = "PRIVATE_ADDRESS"
    NO_ADDRESS = "NO_ADDRESS"
    NO_CONNECTION = "NO_CONNECTION"
    TIMEOUT = "TIMEOUT"
    STATUS = "STATUS"
    REDIRECT = "REDIRECT"
    GONE = "GONE"


SENTENCES: Mapping[Failure, Mapping[str, str]] = {
    Failure.NONE: {"en": "", "vi": ""},
    Failure.PRIVATE_ADDRESS: {
        "en": "The host leads inside the service's machine or network; name one on the internet, "
        "or have the operator set LIENGIA_WEBHOOK_PRIVATE.",
        "vi": "Tên máy dẫn vào bên trong máy chủ hoặc mạng của dịch vụ; hãy dùng máy trên "
        "internet, hoặc nhờ người vận hành đặt LIENGIA_WEBHOOK_PRIVATE.",
    },
    Failure.NO_ADDRESS: {
        "en": "The host has no address; check its name.",
        "vi": "Không tìm thấy địa chỉ của tên máy; hãy kiểm tra lại.",
    },
    Failure.NO_CONNECTION: {
        "en": "No connection, or it broke off; see that the receiver runs and its certificate "
        "is valid.",
        "vi": "Không kết nối được hoặc bị ngắt; hãy kiểm tra máy nhận đang chạy và chứng chỉ "
        "còn hiệu lực.",
    },
    Failure.TIMEOUT: {
        "en": "No answer in time; answer first, and work afterwards.",
        "vi": "Không có trả lời kịp lúc; hãy trả lời trước rồi xử lý sau.",
    },
    Failure.STATUS: {
        "en": "The receiver did not answer 2xx; see last_status.",
        "vi": "Máy nhận không trả lời 2xx; xem last_status.",
    },
    Failure.REDIRECT: {
        "en": "The receiver leads elsewhere, which is not followed; name the final address.",
        "vi": "Máy nhận chuyển hướng sang nơi khác, dịch vụ không đi theo; hãy dùng địa chỉ cuối.",
    },
    Failure.GONE: {
        "en": "The receiver answered 410 Gone; it is not called again.",
        "vi": "Máy nhận trả lời 410 Gone; sẽ không gọi lại.",
    },
}


def told(code: str, language: str) -> str:
    """Return the sentence of a kept code."""
    return SENTENCES[Failure(code)][language]
