require ["fileinto", "comparator-i;ascii-numeric"];
if header "subject" "Hello world" { fileinto "header01"; }
if header :is "SUBJECT" "hello WORLD" { fileinto "header02"; }
if header :comparator "i;octet" "subject" "hello world" { fileinto "header03"; }
if header :contains "subject" "" { fileinto "header04"; }
if header :contains "subject" ["nope","WOR"] { fileinto "header05"; }
if header :matches "subject" "*o*o*" { fileinto "header06"; }
if header :matches "subject" "h?llo*" { fileinto "header07"; }
if header :matches "subject" "?????" { fileinto "header08"; }
if header :matches "subject" "*\\**" { fileinto "header09"; }
if header :is "x-absent" "" { fileinto "header10"; }
if header :contains "x-absent" "" { fileinto "header11"; }
if header :matches "x-absent" "*" { fileinto "header12"; }
if header :is "x-empty" "" { fileinto "header13"; }
if header :is ["x-absent","x-empty","subject"] ["", "x"] { fileinto "header14"; }
if header :contains "received" "by mx" { fileinto "header15"; }
if header :is "x-fold" "one two three" { fileinto "header16"; }
if header :is "x-fold" "one  two three" { fileinto "header17"; }
if header :contains "x-utf8" "안녕" { fileinto "header18"; }
if header :is "x-spaces" "padded" { fileinto "header19"; }
if header :is "x-spaces" "  padded  " { fileinto "header20"; }
if header :comparator "i;ascii-numeric" :is "x-number" "42" { fileinto "header21"; }
if header :comparator "i;ascii-numeric" :is "x-number" "042" { fileinto "header22"; }
if header :contains ["to","cc"] "example.com" { fileinto "header23"; }
if not header :contains "subject" "world" { fileinto "header24"; }
if exists "subject" { fileinto "header25"; }
if exists ["subject","x-absent"] { fileinto "header26"; }
if exists ["from","to"] { fileinto "header27"; }
if anyof (exists "x-absent", exists "x-number") { fileinto "header28"; }
if allof (true, not false) { fileinto "header29"; }
if not anyof (false, false) { fileinto "header30"; }
if header :matches "x-fold" "one*three" { fileinto "header31"; }
if header :is "subject" ["a","b","hello world"] { fileinto "header32"; }
if header :contains "from" "@" { fileinto "header33"; }
if header :matches "from" "*<*@*>*" { fileinto "header34"; }
