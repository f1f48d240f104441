"""What the reports say, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.domain.plan import Verdict
from optimizer.output.report.bilingual import Text
from optimizer.output.text.words import ENGLISH, VIETNAMESE

VERDICTS: Mapping[Verdict, Text] = {
    verdict: (ENGLISH.verdict_names[verdict], VIETNAMESE.verdict_names[verdict])
    for verdict in Verdict
}
"""A verdict in a few words; the sentence behind it is that of the terminal."""

SENTENCES: Mapping[Verdict, Text] = {
    verdict: (ENGLISH.verdicts[verdict], VIETNAMESE.verdicts[verdict]) for verdict in Verdict
}

TEXTS: Mapping[str, Text] = {
    "language": ("Language", "Ngôn ngữ"),
    "title": ("Who looks after whom", "Phân công phụ trách hộ gia đình"),
    "kicker": ("Report on the plan", "Báo cáo phương án"),
    "made": ("Made on {}", "Lập ngày {}"),
    "version": ("liengia {}", "liengia {}"),
    "input": ("input {}", "dữ liệu {}"),
    "rules": (
        (
            "A member looks after {} to {} households, each at most {} m away ({}). "
            "Villages may have rules of their own."
        ),
        (
            "Mỗi thành viên phụ trách từ {} đến {} hộ, cách nhà không quá {} m ({}). "
            "Thôn, khu phố có thể có quy định riêng."
        ),
    ),
    "all_served": (
        "All {} households have a member who looks after them.",
        "Tất cả {} hộ gia đình đều có thành viên phụ trách.",
    ),
    "left_out": (
        "{} of {} households have nobody today, in {} of {} villages.",
        "Hiện nay {} trong {} hộ chưa có người phụ trách, tại {} trong {} thôn, khu phố.",
    ),
    "recruits_proven": (
        "{} more members are needed; it is proven that no fewer would do.",
        "Cần bổ sung {} thành viên; đã chứng minh là ít nhất.",
    ),
    "recruits_open": (
        "{} more members are needed; it is proven that at least {} are.",
        "Cần bổ sung {} thành viên; đã chứng minh cần ít nhất {}.",
    ),
    "after_all": (
        "With them every household is looked after.",
        "Khi đó mọi hộ đều có người phụ trách.",
    ),
    "after_some": (
        "Even with them {} households stay without anybody.",
        "Dù vậy vẫn còn {} hộ chưa có người phụ trách.",
    ),
    "villages": ("villages", "thôn, khu phố"),
    "households": ("households", "hộ gia đình"),
    "members": ("members", "thành viên"),
    "unserved": ("without anybody today", "hộ chưa có người phụ trách"),
    "recruits": ("members to be added", "thành viên cần bổ sung"),
    "proven_least": (
        "members to be added at least, proven",
        "thành viên cần bổ sung ít nhất, đã chứng minh",
    ),
    "unserved_after": (
        "households without anybody after recruiting",
        "hộ chưa có người phụ trách sau khi bổ sung",
    ),
    "reserve": ("members in reserve", "thành viên dự phòng"),
    "no_team": ("villages without a team", "nơi chưa có Tổ nào"),
    "failed": ("villages not planned", "nơi chưa lập được phương án"),
    "verdicts_title": ("The villages in one word", "Kết luận theo thôn, khu phố"),
    "reasons_title": ("Why households have nobody", "Vì sao có hộ chưa có người phụ trách"),
    "map_title": ("Where the villages are", "Bản đồ thôn, khu phố"),
    "map_note": (
        "Each mark is the middle of a village. A mark leads to its line in the table.",
        "Mỗi ký hiệu là tâm của một thôn, khu phố. Bấm vào ký hiệu để xem dòng trong bảng.",
    ),
    "map_none": (
        "No village has a point to draw.",
        "Không có tọa độ để vẽ bản đồ.",
    ),
    "map_missing": ("Without a point: {}.", "Không có tọa độ: {}."),
    "north": ("N", "B"),
    "areas_title": ("Areas", "Địa bàn"),
    "areas_rest": (
        "The {} areas in greatest need of {}; all of them are in areas.csv and report.xlsx.",
        "{} địa bàn cần nhất trong {}; toàn bộ có trong areas.csv và report.xlsx.",
    ),
    "area": ("Area", "Địa bàn"),
    "total": ("Total", "Tổng cộng"),
    "in_need": ("In need", "Còn thiếu"),
    "table_title": ("Villages, those in greatest need first", "Thôn, khu phố, nơi cần nhất trước"),
    "table_rest": (
        "The first {} of {} villages; all of them are in villages.csv and report.xlsx.",
        "{} nơi đầu trong {}; toàn bộ có trong villages.csv và report.xlsx.",
    ),
    "village": ("Village", "Thôn, khu phố"),
    "verdict": ("Verdict", "Kết luận"),
    "Villages": ("Villages", "Số thôn"),
    "Households": ("Households", "Số hộ"),
    "Members": ("Members", "Thành viên"),
    "Room": ("Room", "Sức chứa"),
    "Left out": ("Left out", "Chưa có"),
    "Recruits": ("Recruits", "Bổ sung"),
    "Teams": ("Teams", "Số Tổ"),
    "No team": ("No team", "Chưa có Tổ"),
    "What helps": ("What would help", "Cách giải quyết"),
    "unknown": ("-", "-"),
    "near": ("{} near {}", "{} người gần {}"),
    "near_others": ("{} near other hamlets", "{} người gần các xóm khác"),
    "limit": ("a limit of {} m", "cự ly {} m"),
    "most": ("at most {} households each", "tối đa {} hộ mỗi người"),
    "or": ("; or ", "; hoặc "),
    "none_helps": ("no recruit would help", "bổ sung cũng không giúp được"),
    "loads_title": ("Households of each member", "Số hộ của mỗi thành viên"),
    "loads_note": (
        "Members by the number of their households. The band is the allowed range.",
        "Số thành viên theo số hộ phụ trách. Dải màu là mức cho phép.",
    ),
    "walks_title": ("How far they live apart", "Khoảng cách đến hộ"),
    "walks_note": (
        (
            "Households by the {} in metres to the member who looks after them. "
            "Nine in ten live within {} m."
        ),
        ("Số hộ theo {} (mét) đến thành viên phụ trách. Chín trong mười hộ cách không quá {} m."),
    ),
    "walks_far": (
        "Households by the {} in metres to the member who looks after them.",
        "Số hộ theo {} (mét) đến thành viên phụ trách.",
    ),
    "today": ("today", "hiện nay"),
    "after": ("after recruiting", "sau khi bổ sung"),
    "teams_title": ("Villages without any team", "Nơi chưa có Tổ nào"),
    "teams_all": (
        "Every village has a team.",
        "Mọi thôn, khu phố đều có Tổ.",
    ),
    "teams_unknown": (
        "The input does not say which team a member belongs to.",
        "Dữ liệu không ghi thành viên thuộc Tổ nào.",
    ),
    "teams_some": ("Without any team: {} of {} villages.", "Chưa có Tổ: {} trong {} nơi."),
    "more_names": ("and {} more", "và {} nơi khác"),
    "proof_title": ("What is proven", "Điều đã chứng minh"),
    "proof_note": (
        (
            "A goal counts as proven when its value meets a bound that no plan can pass. "
            "Each goal keeps what those above it have reached."
        ),
        (
            "Một mục tiêu được coi là đã chứng minh khi giá trị bằng cận mà không phương án nào "
            "vượt qua. Mục tiêu sau giữ nguyên kết quả của mục tiêu trước."
        ),
    ),
    "goal": ("Goal", "Mục tiêu"),
    "plan": ("Plan", "Phương án"),
    "proven_in": ("Proven in villages", "Đã chứng minh"),
    "gap": ("Farthest from the best elsewhere", "Nơi khác cách tốt nhất không quá"),
    "of": ("{} of {}", "{} trong {}"),
    "worth_title": ("What the plan is worth", "Lợi ích của phương án"),
    "worth_note": (
        "The plan beside two rules that would be used by hand.",
        "So sánh với hai cách phân công thủ công.",
    ),
    "failed_title": ("Villages that could not be planned", "Nơi chưa lập được phương án"),
    "limits_title": ("How to read this", "Cách đọc báo cáo"),
    "limits": (
        (
            "Distances are straight lines, round barriers where the input has any, unless it "
            "brings paths. A recruit is suggested "
            "near a place; the village chooses the person. This report holds counts only; who "
            "looks after whom is in the other files of the folder."
        ),
        (
            "Khoảng cách là đường chim bay (vòng qua vật cản nếu dữ liệu có), trừ khi dữ liệu có "
            "đường đi. Chương trình gợi ý nơi cần bổ sung; thôn, khu phố chọn người. Báo cáo "
            "chỉ có số liệu tổng hợp; danh sách phân công ở các tệp khác trong thư mục."
        ),
    ),
    "filter": ("Search name or area", "Tìm tên hoặc địa bàn"),
    "every": ("All verdicts", "Mọi kết luận"),
    "shown": ("shown: {}", "hiển thị: {}"),
}
