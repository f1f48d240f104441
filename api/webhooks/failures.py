"""Why a webhook was not taken, kept as a code and told in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class WebhookFailure(StrEnum):
    """What went wrong at the last try."""

    NONE = ""
    PRIVATE_ADDRESS = "PRIVATE_ADDRESS"
    NO_ADDRESS = "NO_ADDRESS"
    NO_CONNECTION = "NO_CONNECTION"
    TIMEOUT = "TIMEOUT"
    STATUS = "STATUS"
    REDIRECT = "REDIRECT"
    GONE = "GONE"


SENTENCES: Mapping[WebhookFailure, Mapping[str, str]] = {
    WebhookFailure.NONE: {"en": "", "vi": ""},
    WebhookFailure.PRIVATE_ADDRESS: {
        "en": "The host leads inside the service's machine or network; name one on the internet, "
        "or have the operator set LIENGIA_WEBHOOK_PRIVATE.",
        "vi": "Tên máy dẫn vào bên trong máy chủ hoặc mạng của dịch vụ; hãy dùng máy trên "
        "internet, hoặc nhờ người vận hành đặt LIENGIA_WEBHOOK_PRIVATE.",
    },
    WebhookFailure.NO_ADDRESS: {
        "en": "The host has no address; check its name.",
        "vi": "Không tìm thấy địa chỉ của tên máy; hãy kiểm tra lại.",
    },
    WebhookFailure.NO_CONNECTION: {
        "en": "No connection, or it broke off; see that the receiver runs and its certificate "
        "is valid.",
        "vi": "Không kết nối được hoặc bị ngắt; hãy kiểm tra máy nhận đang chạy và chứng chỉ "
        "còn hiệu lực.",
    },
    WebhookFailure.TIMEOUT: {
        "en": "No answer in time; answer first, and work afterwards.",
        "vi": "Không có trả lời kịp lúc; hãy trả lời trước rồi xử lý sau.",
    },
    WebhookFailure.STATUS: {
        "en": "The receiver did not answer 2xx; see last_status.",
        "vi": "Máy nhận không trả lời 2xx; xem last_status.",
    },
    WebhookFailure.REDIRECT: {
        "en": "The receiver leads elsewhere, which is not followed; name the final address.",
        "vi": "Máy nhận chuyển hướng sang nơi khác, dịch vụ không đi theo; hãy dùng địa chỉ cuối.",
    },
    WebhookFailure.GONE: {
        "en": "The receiver answered 410 Gone; it is not called again.",
        "vi": "Máy nhận trả lời 410 Gone; sẽ không gọi lại.",
    },
}


def webhook_failure_text(code: str, language: str) -> str:
    """Return the sentence of a kept code."""
    return SENTENCES[WebhookFailure(code)][language]
