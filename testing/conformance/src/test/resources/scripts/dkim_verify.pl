# SPDX-License-Identifier: Apache-2.0
# Verifies a message's DKIM signatures and ARC chain with Mail::DKIM: ZONE MESSAGE. The zone has lines
# of `name TXT "string" ...`. Prints a line for each signature, its result, domain and algorithm, and
# one for the ARC chain when there is one.
use strict;
use warnings;
use Mail::DKIM::ARC::Verifier;
use Mail::DKIM::DNS;
use Mail::DKIM::Verifier;
use Net::DNS::Packet;
use Net::DNS::RR;

package Zone;

sub query {
    my ( $self, $name, $type ) = @_;
    my $strings = $self->{records}{ lc $name };
    $self->{error} = 'NXDOMAIN';
    return undef unless $strings && $type eq 'TXT';
    my $packet = Net::DNS::Packet->new( $name, 'TXT' );
    $packet->push( answer => Net::DNS::RR->new( name => $name, type => 'TXT', txtdata => $strings ) );
    return $packet;
}
sub send { my $self = shift; return $self->query(@_) }
sub errorstring { return $_[0]{error} // '' }

package main;

my ( $zone, $message ) = @ARGV;
my %records;
open my $lines, '<', $zone or die "$zone: $!";
while (<$lines>) {
    my ( $name, $type, $rest ) = split ' ', $_, 3;
    $name =~ s/\.$//;
    $records{ lc $name } = [ $rest =~ /"([^"]*)"/g ] if $type eq 'TXT';
}
Mail::DKIM::DNS::resolver( bless { records => \%records }, 'Zone' );

open my $file, '<:raw', $message or die "$message: $!";
my $text = do { local $/; <$file> };

my $dkim = Mail::DKIM::Verifier->new();
$dkim->PRINT($text);
$dkim->CLOSE();
for my $signature ( $dkim->signatures ) {
    print join( ' ', $signature->result, $signature->domain, $signature->algorithm,
        $signature->result_detail ), "\n";
}
if ( $text =~ /^arc-seal:/mi ) {
    my $arc = Mail::DKIM::ARC::Verifier->new();
    $arc->PRINT($text);
    $arc->CLOSE();
    print 'arc ', $arc->result, ' ', $arc->result_detail, "\n";
}
