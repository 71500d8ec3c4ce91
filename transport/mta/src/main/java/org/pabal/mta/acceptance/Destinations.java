// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import java.util.Optional;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.routing.NextHop;

/// Between the ways that routing finds and the destinations under which the queue keeps copies.
public final class Destinations {
    private static final String BETWEEN_WORDS = "\0"; // in no word of a command

    private Destinations() {}

    public static Destination of(NextHop hop) {
        return switch (hop) {
            case NextHop.Exchangers(var domain) -> Destination.domain(domain);
            case NextHop.Host host when host.protocol() == NextHop.Protocol.LMTP ->
                    new Destination(Destination.Kind.HOST, host.toString());
            case NextHop.Host host -> Destination.host(host.host(), host.port());
            case NextHop.Relay(var name, _) -> Destination.relay(name);
            case NextHop.LmtpSocket(var path) ->
                    new Destination(Destination.Kind.SOCKET, path.toString());
            case NextHop.OtherHost(var name) -> new Destination(Destination.Kind.OTHER_HOST, name);
            case NextHop.Pipe(var name) -> new Destination(Destination.Kind.PIPE, name);
            case NextHop.Program(var command) ->
                    new Destination(Destination.Kind.PROGRAM, String.join(BETWEEN_WORDS, command));
            case NextHop.Maildir(var template) ->
                    new Destination(Destination.Kind.MAILDIR, template);
            case NextHop.Mbox(var template) -> new Destination(Destination.Kind.MBOX, template);
        };
    }

    /// What keeps the copies of a destination on this host. Such a way was decided when the mail
    /// was accepted and is not looked for anew: an alias has several, and its address would lead
    /// to all of them again.
    public static Optional<NextHop.FinalHop> finalHop(Destination destination) {
        return switch (destination.kind()) {
            case PIPE -> Optional.of(new NextHop.Pipe(destination.name()));
            case PROGRAM ->
                    Optional.of(
                            new NextHop.Program(
                                    List.of(destination.name().split(BETWEEN_WORDS, -1))));
            case MAILDIR -> Optional.of(new NextHop.Maildir(destination.name()));
            case MBOX -> Optional.of(new NextHop.Mbox(destination.name()));
            case LOCAL, DOMAIN, HOST, OTHER_HOST, RELAY, SOCKET, JOB, WEBHOOK -> Optional.empty();
        };
    }
}
