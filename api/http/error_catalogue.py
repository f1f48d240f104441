"""Everything the service itself refuses: code, status and sentences; a new refusal is a row here.

``{name}`` in a sentence is filled with the parameter of that name, which also travels in the
problem's ``params``. Codes are never translated.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.http.approval_refusals import APPROVAL_FAULTS
from api.http.refusal_kind import RefusalKind

FAULTS: Mapping[str, RefusalKind] = {
    "BAD_JSON": RefusalKind(
        400,
        "The body is no JSON: {reason}. Send one JSON object in UTF-8.",
        "Nội dung gửi lên không phải JSON: {reason}. Hãy gửi một đối tượng JSON mã UTF-8.",
    ),
    "DUPLICATE_KEY": RefusalKind(
        400,
        "The object has the key {key} twice; remove one of the two.",
        "Đối tượng có khóa {key} hai lần; hãy bỏ một.",
    ),
    "BAD_VALUE": RefusalKind(422, "{reason}", "Giá trị không hợp lệ: {reason}"),
    "UNKNOWN_PARAMETER": RefusalKind(
        422,
        "This address has no parameter {field}; did you mean {nearest}? It takes {known}.",
        "Địa chỉ này không có tham số {field}; có phải là {nearest}? Các tham số: {known}.",
    ),
    "NO_PARAMETERS": RefusalKind(
        422,
        "This address takes no parameters; leave {field} out.",
        "Địa chỉ này không nhận tham số; hãy bỏ {field}.",
    ),
    "NOT_WRAPPED": RefusalKind(
        422,
        'A request is kept under the field request: send {{"name": "...", "request": {{...}}}} '
        "with what was sent here inside.",
        'Yêu cầu phải nằm trong mục request: hãy gửi {{"name": "...", "request": {{...}}}} '
        "với nội dung vừa gửi ở bên trong.",
    ),
    "BAD_CURSOR": RefusalKind(
        422,
        "The cursor is none of this list; take `next` of the page before, or begin without one.",
        "Con trỏ không thuộc danh sách này; hãy dùng `next` của trang trước hoặc bắt đầu lại.",
    ),
    "BAD_FILE": RefusalKind(
        422, "The file {name} is refused: {reason}.", "Tệp {name} không được nhận: {reason}."
    ),
    "BAD_ARCHIVE": RefusalKind(
        422,
        "The archive cannot be unpacked: {reason}; make it again.",
        "Không giải nén được tệp: {reason}; hãy nén lại.",
    ),
    "BAD_SCENARIO": RefusalKind(
        422,
        "The input has {count} problems; each is listed with its place.",
        "Dữ liệu có {count} lỗi; từng lỗi được liệt kê cùng vị trí.",
    ),
    "NO_KEY": RefusalKind(
        401,
        "Name a valid key: Authorization: Bearer liengia_...",
        "Hãy gửi khóa hợp lệ: Authorization: Bearer liengia_...",
    ),
    "NO_SCOPE": RefusalKind(
        403,
        "This key has not the scope {scope}; ask the operator for one that has.",
        "Khóa này không có quyền {scope}; hãy xin khóa khác từ người vận hành.",
    ),
    "NOT_ALLOWED": RefusalKind(403, "{reason}", "Không được phép: {reason}"),
    "KEEPS_NOTHING": RefusalKind(
        403,
        "This service keeps nothing (LIENGIA_RETENTION_DAYS=0); send requests to /v1/optimize.",
        "Dịch vụ này không lưu dữ liệu (LIENGIA_RETENTION_DAYS=0); hãy gửi tới /v1/optimize.",
    ),
    "NOT_FOUND": RefusalKind(
        404,
        "There is nothing at this address; check it, or list what there is.",
        "Không có gì ở địa chỉ này; hãy kiểm tra lại hoặc xem danh sách.",
    ),
    "NO_SCENARIO": RefusalKind(
        422,
        "There is no scenario {id}; see GET /v1/scenarios for those there are.",
        "Không có kịch bản {id}; xem GET /v1/scenarios để biết các kịch bản hiện có.",
    ),
    "NEEDS_LONLAT": RefusalKind(
        409,
        "This result lies in a plane of its own, without a place on the earth, which {file} "
        "needs; send the scenario with longitudes and latitudes, or with the code of its system.",
        "Kết quả này nằm trên mặt phẳng riêng, không có vị trí trên bản đồ mà {file} cần; hãy gửi "
        "kịch bản với kinh độ, vĩ độ hoặc ghi mã hệ tọa độ.",
    ),
    "NOTHING_DRAWN": RefusalKind(
        409,
        "No village of this result has a point; there is nothing to draw.",
        "Không thôn nào trong kết quả có tọa độ; không có gì để vẽ.",
    ),
    "AWAY_LATER": RefusalKind(
        409,
        "A job plans the village {village} anew and says nothing of days on which members are "
        "away; send the other events first, and the absences to the result of that job.",
        "Tác vụ chạy nền lập lại thôn {village} và không nêu ngày có người vắng; hãy gửi các sự "
        "kiện khác trước, rồi gửi ngày vắng tới kết quả của tác vụ đó.",
    ),
    "NOT_IN_RESULT": RefusalKind(
        404,
        "The result {id} has no {what}; its villages and areas are in "
        "GET /v1/results/{id}/villages.",
        "Kết quả {id} không có {what}; xem các thôn và địa bàn ở GET /v1/results/{id}/villages.",
    ),
    "TOO_MANY_LISTS": RefusalKind(
        413,
        "{name} holds {most} pages at most and there would be {pages}; name an area or villages, "
        "or take sheets.zip.",
        "{name} chứa nhiều nhất {most} trang mà ở đây cần {pages}; hãy chọn địa bàn hoặc thôn, "
        "hoặc lấy sheets.zip.",
    ),
    "NO_TEAMS": RefusalKind(
        409,
        "The result {id} has no teams; plan its scenario with rules.teams first.",
        "Kết quả {id} chưa có Tổ; hãy lập kế hoạch có rules.teams trước.",
    ),
    "NOT_READY": RefusalKind(
        409,
        "The job {id} is {status}; there is a result only once it has succeeded.",
        "Tác vụ {id} đang ở trạng thái {status}; chỉ có kết quả khi tác vụ đã thành công.",
    ),
    "METHOD": RefusalKind(
        405,
        "This address does not know the method {method}; see the header Allow.",
        "Địa chỉ này không nhận phương thức {method}; xem tiêu đề Allow.",
    ),
    "CONFLICT": RefusalKind(409, "{reason}", "Xung đột: {reason}"),
    "WEBHOOK_URL": RefusalKind(
        422,
        "webhook_url is not taken: {reason}.",
        "webhook_url không được nhận: {reason}.",
    ),
    "NO_WEBHOOK_SECRET": RefusalKind(
        409,
        "There is no secret to sign webhooks with; make one first: POST /v1/webhooks/secret.",
        "Chưa có khóa bí mật để ký webhook; hãy tạo trước: POST /v1/webhooks/secret.",
    ),
    "TWO_WEBHOOK_SECRETS": RefusalKind(
        409,
        "The secret before this one signs until {until}, and receivers may have no other; let them "
        "learn the new one, and make the next after that.",
        "Khóa bí mật trước còn ký đến {until}, có thể máy nhận chỉ có khóa đó; hãy cập nhật khóa "
        "mới cho máy nhận rồi tạo khóa tiếp theo sau thời điểm ấy.",
    ),
    "IDEMPOTENCY_KEY_REUSED": RefusalKind(
        409,
        "This Idempotency-Key came with another request before; take a new key for a new request.",
        "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng khóa mới cho yêu cầu mới.",
    ),
    "IDEMPOTENCY_IN_PROGRESS": RefusalKind(
        409,
        "A request with this Idempotency-Key is still under way; send it again in a moment.",
        "Yêu cầu với Idempotency-Key này vẫn đang được xử lý; hãy gửi lại sau giây lát.",
    ),
    "BODY_TOO_LARGE": RefusalKind(
        413,
        "The body is larger than {limit} bytes; send fewer villages at once.",
        "Nội dung lớn hơn {limit} byte; hãy gửi ít thôn hơn mỗi lần.",
    ),
    "TOO_MUCH_JSON": RefusalKind(
        413,
        "The body has {reason}.",
        "Nội dung gửi lên quá lớn hoặc lồng quá sâu ({reason}); hãy gửi ít hơn mỗi lần.",
    ),
    "TOO_MANY_VILLAGES": RefusalKind(
        413,
        "The request has {count} villages; at most {limit} are taken.",
        "Yêu cầu có {count} thôn; tối đa {limit}.",
    ),
    "TOO_MANY_HOUSEHOLDS": RefusalKind(
        413,
        "The request has {count} households; at most {limit} are taken.",
        "Yêu cầu có {count} hộ gia đình; tối đa {limit}.",
    ),
    "TOO_MANY_ROWS": RefusalKind(
        413,
        "The table has {count} rows, a sheet holds {limit}; take it as csv or parquet.",
        "Bảng có {count} dòng, một trang tính chỉ chứa {limit}; hãy tải dạng csv hoặc parquet.",
    ),
    "OUT_OF_MEMORY": RefusalKind(
        413,
        "This takes more than the {limit_mb} MB of memory that a process may have; send fewer "
        "villages at once, or have the operator raise LIENGIA_MEMORY_BYTES.",
        "Việc này cần hơn {limit_mb} MB bộ nhớ mà một tiến trình được dùng; hãy gửi ít thôn hơn "
        "mỗi lần, hoặc nhờ người vận hành tăng LIENGIA_MEMORY_BYTES.",
    ),
    "READING_TOO_LONG": RefusalKind(
        422,
        "This could not be read within {limit} s; send fewer villages at once, or files without "
        "anything but the tables, or have the operator raise LIENGIA_READING_SECONDS.",
        "Không đọc xong trong {limit} giây; hãy gửi ít thôn hơn mỗi lần, hoặc tệp chỉ chứa các "
        "bảng, hoặc nhờ người vận hành tăng LIENGIA_READING_SECONDS.",
    ),
    "BODY_STALLED": RefusalKind(
        408,
        "The body did not come: less than {least} bytes within {seconds} s; send it again.",
        "Không nhận được nội dung: dưới {least} byte trong {seconds} giây; hãy gửi lại.",
    ),
    "BODIES_FULL": RefusalKind(
        503,
        "What is being sent to the service takes all the room that there is for it; come back in "
        "a moment.",
        "Nội dung đang được gửi lên đã chiếm hết chỗ của dịch vụ; hãy thử lại sau giây lát.",
    ),
    "TOO_MANY_STREAMS": RefusalKind(
        429,
        "{limit} streams of events are open already; close one, or ask for the job itself.",
        "Đã mở {limit} luồng sự kiện; hãy đóng bớt một luồng, hoặc xem trực tiếp tác vụ.",
    ),
    "HEAD_TOO_LARGE": RefusalKind(
        431,
        "The head of the request has more than {limit} {unit}; send less in its address and "
        "headers.",
        "Phần đầu của yêu cầu lớn hơn {limit} {unit}; hãy rút gọn địa chỉ và các tiêu đề.",
    ),
    "WRONG_KEYS": RefusalKind(
        429,
        "Too many wrong keys came from this address; come back in {seconds} s. A right key is "
        "taken all the while.",
        "Quá nhiều khóa sai từ địa chỉ này; hãy thử lại sau {seconds} giây. Khóa đúng vẫn được "
        "nhận.",
    ),
    "MEDIA_TYPE": RefusalKind(
        415,
        "A body of type {given} is not read here; send {wanted}.",
        "Không nhận nội dung kiểu {given}; hãy gửi {wanted}.",
    ),
    "HOST": RefusalKind(
        421,
        "The service is open and answers to this machine's own names only; make a key first.",
        "Dịch vụ đang mở và chỉ trả lời tên của chính máy này; hãy tạo khóa trước.",
    ),
    "RATE": RefusalKind(
        429,
        "More than {limit} requests; come back in {seconds} s.",
        "Quá {limit} yêu cầu; hãy thử lại sau {seconds} giây.",
    ),
    "HTTP": RefusalKind(400, "{reason}", "Yêu cầu không hợp lệ: {reason}"),
    "OURS": RefusalKind(
        500,
        "This is a fault of the service, not of your input; tell the operator {request_id}.",
        "Đây là lỗi của dịch vụ, không phải của dữ liệu; hãy báo người vận hành mã {request_id}.",
    ),
    "WORKER_ENDED": RefusalKind(
        503,
        "The process that worked on this request ended, mostly for want of memory; "
        "try again, or send less.",
        "Tiến trình xử lý yêu cầu này đã dừng, thường do thiếu bộ nhớ; "
        "hãy thử lại hoặc gửi ít hơn.",
    ),
    "BUSY": RefusalKind(
        429,
        "{waiting} requests of yours wait already, as many as may; come back in a moment.",
        "Bạn đã có {waiting} yêu cầu đang chờ, đủ số cho phép; hãy thử lại sau giây lát.",
    ),
    "DATABASE": RefusalKind(
        503,
        "The database does not answer; nothing was changed, try again in a moment.",
        "Cơ sở dữ liệu không trả lời; chưa có gì thay đổi, hãy thử lại sau giây lát.",
    ),
    "DISK_FULL": RefusalKind(
        507,
        "The disk of the service is full; nothing was changed. Ask the operator to make room.",
        "Đĩa của dịch vụ đã đầy; chưa có gì thay đổi. Hãy nhờ người vận hành giải phóng "
        "dung lượng.",
    ),
    "TOOK_TOO_LONG": RefusalKind(
        504,
        "The answer was not ready within {seconds} s; lower time_limit_s, or ask for a job.",
        "Chưa có kết quả trong {seconds} giây; hãy giảm time_limit_s hoặc yêu cầu chạy nền.",
    ),
    **APPROVAL_FAULTS,
}
