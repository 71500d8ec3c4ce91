# SPDX-License-Identifier: Apache-2.0
# Mail::IMAPClient, on which imapsync is built: it moves one account's mail to another.
# Arguments: port, account, second account.
use strict;
use warnings;
use Mail::IMAPClient;
use IO::Socket::SSL;

my ($port, $from, $to) = @ARGV;

sub login {
    my ($who) = @_;
    (my $local = $who) =~ s/\@.*//;
    my $client = Mail::IMAPClient->new(
        Server => '127.0.0.1', Port => $port, User => $who, Password => "$local-secret",
        Ssl => [ SSL_verify_mode => IO::Socket::SSL::SSL_VERIFY_NONE() ],
        Uid => 1, Timeout => 60);
    return $client // die "log-in: $@";
}

my $source = login($from);
my $target = login($to);
for my $i (1 .. 20) {
    my $text = "Subject: move $i\r\nMessage-ID: <move.$i\@perl.test>\r\n\r\n"
        . ("line $i\r\n" x ($i * 30));
    $source->append_string('INBOX', $text, '\Flagged', '21-Nov-2026 10:00:00 +0900')
        or die $source->LastError;
}
$source->select('INBOX') or die $source->LastError;
$source->message_count == 20 or die 'count';
my @found = $source->search('SUBJECT', 'move 1') or die $source->LastError;
@found == 11 or die "found @found";
$source->set_flag('Answered', $found[0]) or die $source->LastError;
grep { $_ eq '\Answered' } $source->flags($found[0]) or die 'flag';
$source->migrate($target, 'ALL', 'Archive') or die $source->LastError;
$target->select('Archive') or die $target->LastError;
$target->message_count == 20 or die 'moved ' . $target->message_count;
for my $uid ($target->messages) {
    my $id = $target->get_header($uid, 'Message-ID');
    my ($twin) = $source->search('HEADER', 'Message-ID', $id);
    $target->message_string($uid) eq $source->message_string($twin) or die "content of $id";
    $target->internaldate($uid) eq $source->internaldate($twin) or die "date of $id";
}
$source->delete_message($source->messages) or die $source->LastError;
$source->expunge or die $source->LastError;
$source->message_count == 0 or die 'left';
$source->logout;
$target->logout;
print "done\n";
