require ["fileinto", "date", "relational", "index"];
if date :originalzone "date" "year" "2026" { fileinto "date01"; }
if date :originalzone "date" "month" "03" { fileinto "date02"; }
if date :originalzone "date" "day" "01" { fileinto "date03"; }
if date :originalzone "date" "hour" "23" { fileinto "date04"; }
if date :originalzone "date" "minute" "59" { fileinto "date05"; }
if date :originalzone "date" "second" "07" { fileinto "date06"; }
if date :originalzone "date" "zone" "+0900" { fileinto "date07"; }
if date :originalzone "date" "weekday" "0" { fileinto "date08"; }
if date :originalzone "date" "date" "2026-03-01" { fileinto "date09"; }
if date :originalzone "date" "time" "23:59:07" { fileinto "date10"; }
if date :originalzone "date" "iso8601" "2026-03-01T23:59:07+09:00" { fileinto "date11"; }
if date :originalzone "date" "julian" "61100" { fileinto "date12"; }
if date :zone "+0000" "date" "hour" "14" { fileinto "date13"; }
if date :zone "-0800" "date" "date" "2026-03-01" { fileinto "date14"; }
if date :zone "+1400" "date" "date" "2026-03-02" { fileinto "date15"; }
if date :zone "+0000" :value "ge" "date" "hour" "09" { fileinto "date16"; }
if date :originalzone :matches "date" "std11" "*Mar 2026*" { fileinto "date17"; }
if date :originalzone "x-absent" "year" "2026" { fileinto "date18"; }
if date :originalzone :index 1 "received" "day" "28" { fileinto "date19"; }
if date :originalzone :index 2 "received" "day" "27" { fileinto "date20"; }
if date :originalzone :index 1 :last "received" "day" "27" { fileinto "date21"; }
if header :index 1 :contains "received" "by mx" { fileinto "date22"; }
if header :index 2 :contains "received" "by mx" { fileinto "date23"; }
if header :index 1 :last :contains "received" "by mx" { fileinto "date24"; }
if header :index 9 :contains "received" "" { fileinto "date25"; }
if currentdate :value "ge" "year" "2020" { fileinto "date26"; }
if address :index 1 "to" "me+lists@example.com" { fileinto "date27"; }
if address :index 1 "cc" "carol@example.com" { fileinto "date28"; }
