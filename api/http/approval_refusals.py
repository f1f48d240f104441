"""What the service refuses about plans in force: approving, withdrawing, deleting."""

from __future__ import annotations

from collections.abc import Mapping

from api.http.refusal_kind import RefusalKind

APPROVAL_FAULTS: Mapping[str, RefusalKind] = {
    "APPROVES_NOTHING": RefusalKind(
        403,
        "This service keeps nothing (LIENGIA_RETENTION_DAYS=0), and a plan has to be kept as long "
        "as it is in force; have the operator set a number of days.",
        "Dịch vụ này không lưu dữ liệu (LIENGIA_RETENTION_DAYS=0), còn phương án đang áp dụng thì "
        "phải được lưu suốt thời gian áp dụng; hãy nhờ người vận hành đặt số ngày lưu.",
    ),
    "NEWER_PLAN": RefusalKind(
        409,
        "In {villages} villages, {village} among them, the plan in force is not the one that this "
        "was made from: {by} approved {result} at {at}. Plan again from the plan in force, or send "
        "replaces: true to replace it in any case.",
        "Ở {villages} thôn, trong đó có {village}, phương án đang áp dụng không phải là phương án "
        "gốc của phương án này: {by} đã phê duyệt {result} lúc {at}. Hãy lập lại từ phương án đang "
        "áp dụng, hoặc gửi replaces: true để vẫn thay thế.",
    ),
    "NOTHING_PLANNED": RefusalKind(
        409,
        "No village of the result {id} could be planned, so there is nothing to approve; look at "
        "its failures and plan again.",
        "Không thôn nào trong kết quả {id} lập được phương án nên không có gì để phê duyệt; hãy "
        "xem lỗi của từng thôn rồi lập lại.",
    ),
    "NOT_APPROVED": RefusalKind(
        409,
        "No approval of the result {id} stands: it was never approved, or is withdrawn already; "
        "there is nothing to withdraw.",
        "Kết quả {id} chưa được phê duyệt hoặc đã được rút phê duyệt; không có gì để rút.",
    ),
    "PLAN_IN_FORCE": RefusalKind(
        409,
        "A plan made of this scenario ({result}) is in force in {villages} villages, or comes into "
        "force again there when another approval is withdrawn; withdraw its approval first.",
        "Phương án lập từ số liệu này ({result}) đang áp dụng ở {villages} thôn, khu phố, hoặc sẽ "
        "áp dụng lại ở đó khi rút phê duyệt khác; hãy rút phê duyệt phương án này trước.",
    ),
}
