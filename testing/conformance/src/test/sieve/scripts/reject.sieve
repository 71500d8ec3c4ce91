require "reject";
if header :contains "subject" "world" { reject "no worlds"; }
