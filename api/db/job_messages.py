"""What a job says beside its status, kept as a code and told in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Message(StrEnum):
    """Why a job rests or has failed."""

    NOTHING = ""
    DATABASE_AWAY = "DATABASE_AWAY"
    DISK_FULL = "DISK_FULL"
    NO_WORKERS = "NO_WORKERS"
    RESTS = "RESTS"
    TOO_MANY_ENDS = "TOO_MANY_ENDS"
    OURS = "OURS"


SENTENCES: Mapping[Message, Mapping[str, str]] = {
    Message.NOTHING: {"en": "", "vi": ""},
    Message.DATABASE_AWAY: {
        "en": "The database does not answer; the job goes on by itself once it does.",
        "vi": "Cơ sở dữ liệu không trả lời; tác vụ sẽ tự chạy tiếp khi có trả lời.",
    },
    Message.DISK_FULL: {
        "en": "A disk of the service is full; make room, the job then goes on by itself.",
        "vi": "Đĩa của dịch vụ đã đầy; hãy giải phóng dung lượng, tác vụ sẽ tự chạy tiếp.",
    },
    Message.NO_WORKERS: {
        "en": "No machine that plans can be reached; the job goes on by itself once one can.",
        "vi": "Không kết nối được máy tính toán nào; tác vụ sẽ tự chạy tiếp khi kết nối lại.",
    },
    Message.RESTS: {
        "en": "The service that worked on the job has ended; the job goes on by itself, after a "
        "longer rest each time that this happens before a village is finished.",
        "vi": "Dịch vụ đang chạy tác vụ này đã dừng; tác vụ sẽ tự chạy tiếp, mỗi lần như vậy mà "
        "chưa xong thôn nào thì nghỉ lâu hơn.",
    },
    Message.TOO_MANY_ENDS: {
        "en": "The service ended again and again while it worked on this job, mostly for want of "
        "memory; give it more, or plan fewer villages at once.",
        "vi": "Dịch vụ nhiều lần bị dừng khi chạy tác vụ này, thường do thiếu bộ nhớ; hãy tăng bộ "
        "nhớ hoặc chạy ít thôn hơn.",
    },
    Message.OURS: {
        "en": "This is a fault of the service, not of your input; tell the operator the job's id.",
        "vi": "Đây là lỗi của dịch vụ, không phải của dữ liệu; hãy báo người vận hành mã tác vụ.",
    },
}


def job_message_text(code: str, language: str) -> str:
    """Return the sentence of a kept code."""
    return SENTENCES[Message(code)][language]
