require ["ihave","fileinto"];
if ihave "no-such-thing" { fileinto "a"; } else { fileinto "b"; }
if ihave ["copy","date"] { fileinto "c"; }
