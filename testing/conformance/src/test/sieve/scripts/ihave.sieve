require ["ihave","fileinto"];
if ihave "no-such-thing" { fileinto "a"; } else { fileinto "b"; }
if ihave ["variables","date"] { fileinto "c"; }
