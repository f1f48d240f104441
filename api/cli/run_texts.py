"""What a run says of itself on standard error while it plans, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.languages import Language, written_number, written_percent


@dataclass(frozen=True, slots=True)
class RunTexts:
    """The sentences of one language; names in braces stand for numbers as it writes them."""

    language: Language
    label: str
    between: str
    failed: str
    damaged: str
    outdated: str
    going_on: str
    begun: str
    proven: str
    good: str
    open: str
    at_most: str
    about: str
    too_long: str
    cut: str
    more: str
    interrupted: str
    kept: str
    village: str
    unplanned: str
    also: str
    again: str
    no_map: str

    def number(self, value: float) -> str:
        """Return a number without decimals."""
        return written_number(value, self.language)

    def counted(self, sentence: str, **counts: float) -> str:
        """Return one of the sentences with its numbers, without decimals."""
        return sentence.format(**{name: self.number(count) for name, count in counts.items()})

    def percent(self, share: float, digits: int) -> str:
        """Return a share as a percentage."""
        return written_percent(share, self.language, digits=digits)


RUN_TEXTS: Mapping[Language, RunTexts] = {
    Language.EN: RunTexts(
        language=Language.EN,
        label="planned villages",
        between=" of ",
        failed="failed",
        damaged="Damaged files of an earlier run: {count}; their villages are planned again.",
        outdated="Files of a run of version 0.1.0: {count}; its way to keep plans could run "
        "commands, so they are not read, and their villages are planned again.",
        going_on="Going on: {before} of {size} villages were planned before.",
        begun="planned villages: {size} within {seconds} s, the result written, {at_once} "
        "at once (--total-time and --workers say otherwise)",
        proven="proven",
        good="proven or within {gap}",
        open=", largest gap elsewhere {gap}",
        at_most="at most {seconds} s more",
        about="about {seconds} s more",
        too_long="The run took {seconds} s and not {wanted}: the machine has much else to "
        "do, or its villages are large; each was given a plan first.",
        cut="Villages whose search the time of the run ({seconds} s) cut short, with the gap "
        "that is left: {named}{more}. --total-time gives more.",
        more=", {count} more",
        interrupted="Interrupted. ",
        kept="Plans of {kept} villages are kept in {folder}, beside {output}; the same command "
        "goes on from there.",
        village="village {village}: {reason} [{code}]",
        unplanned="Villages without a plan: {count}{also}{again}.",
        also=" ({count} more are in the result)",
        again="; the same command tries them again",
        no_map="{name} is not there: in no village everybody has a point; nothing to draw.",
    ),
    Language.VI: RunTexts(
        language=Language.VI,
        label="thôn đã lập phương án",
        between="/",
        failed="không lập được",
        damaged="Tệp hỏng của lần chạy trước: {count}; các thôn đó được lập lại.",
        outdated="Tệp của phiên bản 0.1.0: {count}; cách lưu cũ có thể chạy lệnh nên không đọc, "
        "các thôn đó được lập lại.",
        going_on="Chạy tiếp: {before}/{size} thôn đã lập từ trước.",
        begun="Lập phương án cho {size} thôn trong {seconds} giây, kể cả ghi kết quả, mỗi lần "
        "{at_once} thôn (đổi bằng --total-time và --workers)",
        proven="thôn đã chứng minh tối ưu",
        good="thôn đã chứng minh hoặc chênh không quá {gap}",
        open=", nơi khác chênh nhiều nhất {gap}",
        at_most="còn nhiều nhất {seconds} giây",
        about="còn khoảng {seconds} giây",
        too_long="Đã chạy {seconds} giây, quá {wanted} giây: máy đang bận hoặc thôn quá "
        "lớn; thôn nào cũng đã có một phương án trước.",
        cut="Các thôn chưa tìm xong khi hết giờ ({seconds} giây), kèm mức chênh còn lại: "
        "{named}{more}. Thêm giờ bằng --total-time.",
        more=", và {count} thôn nữa",
        interrupted="Đã dừng. ",
        kept="Phương án của {kept} thôn được giữ trong {folder}, bên cạnh {output}; chạy lại lệnh "
        "này để làm tiếp.",
        village="thôn {village}: {reason} [{code}]",
        unplanned="Thôn chưa có phương án: {count}{also}{again}.",
        also=" ({count} thôn nữa ghi trong kết quả)",
        again="; chạy lại lệnh này để thử lại",
        no_map="Không có {name}: không thôn nào có đủ tọa độ nên không có gì để vẽ.",
    ),
}
