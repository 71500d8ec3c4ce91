require ["fileinto", "variables", "relational", "comparator-i;ascii-numeric"];
set "a" "Value One";
if string :comparator "i;ascii-casemap" "${a}" "value one" { fileinto "variables01"; }
if string :comparator "i;octet" "${a}" "value one" { fileinto "variables02"; }
if string :matches "${a}" "* *" { fileinto "variables03"; }
if header :matches "subject" "*o*" { set "m0" "${0}"; set "m1" "${1}"; set "m2" "${2}"; set "m3" "${3}"; }
if string :comparator "i;octet" "${m1}" "Hell" { fileinto "variables04"; }
if string :comparator "i;octet" "${m2}" " world" { fileinto "variables05"; }
if string :comparator "i;ascii-casemap" "${m3}" "" { fileinto "variables06"; }
if string :comparator "i;ascii-casemap" "${m0}" "hello world" { fileinto "variables07"; }
set :upper "u" "${a}";
if string :comparator "i;octet" "${u}" "VALUE ONE" { fileinto "variables08"; }
set :lower :upperfirst "uf" "${a}";
if string :comparator "i;octet" "${uf}" "Value one" { fileinto "variables09"; }
set :lowerfirst "lf" "${a}";
if string :comparator "i;octet" "${lf}" "value One" { fileinto "variables10"; }
set :length "len" "${a}안";
if string :comparator "i;ascii-casemap" "${len}" "10" { fileinto "variables11"; }
set :quotewildcard "q" "a*b?c\\d";
if string :comparator "i;octet" "${q}" "a\\*b\\?c\\\\d" { fileinto "variables12"; }
if string :comparator "i;ascii-casemap" "${A}" "value one" { fileinto "variables13"; }
if string :comparator "i;ascii-casemap" "${notset}" "" { fileinto "variables14"; }
if string :comparator "i;ascii-casemap" "${" "${" { fileinto "variables15"; }
if string :comparator "i;ascii-casemap" "$${a}" "$value one" { fileinto "variables16"; }
if string :comparator "i;ascii-casemap" "${a" "${a" { fileinto "variables17"; }
if string :comparator "i;ascii-casemap" "${a}${a}" "value onevalue one" { fileinto "variables18"; }
if string :comparator "i;ascii-casemap" "&{a}" "&{a}" { fileinto "variables19"; }
if string :comparator "i;ascii-casemap" "${ a}" "${ a}" { fileinto "variables20"; }
set "n" "12"; 
if string :value "gt" :comparator "i;ascii-numeric" "${n}" "9" { fileinto "variables21"; }
if string :count "eq" :comparator "i;ascii-numeric" ["${notset}","x"] "1" { fileinto "variables22"; }
if header :matches "from" "*<?lice@*>*" { set "w" "${1}|${2}|${3}|${4}"; }
if string :matches "${w}" "*|*" { fileinto "variables23"; }
if string :comparator "i;ascii-casemap" "${w}" " |a|example.org|" { fileinto "variables24"; }
if string :matches "aXbXc" "*X*" { set "g" "${1}/${2}"; }
if string :comparator "i;octet" "${g}" "a/bXc" { fileinto "variables25"; }
if string :matches "abc" "?*" { set "g" "${1}/${2}"; }
if string :comparator "i;ascii-casemap" "${g}" "a/bc" { fileinto "variables26"; }
if string :comparator "i;ascii-casemap" "${01}" "a" { fileinto "variables27"; }
if string :comparator "i;ascii-casemap" "${1}" "a" { fileinto "variables28"; }
