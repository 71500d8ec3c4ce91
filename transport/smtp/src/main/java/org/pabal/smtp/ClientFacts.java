// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.pabal.wire.TlsFacts;

/// What is known about the client of a session when a question is asked.
///
/// @param sessionId for logs and replies
/// @param greeting the name that EHLO, HELO or LHLO gave; empty before
/// @param protocol as Received says it behind `with`: SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA, UTF8SMTP…
///     LMTP… RFC 3848, RFC 6531 §4.3
/// @param authenticated the identity that AUTH established
/// @param name of its address, where a trusted front told one; `unknown` where the front found none
/// @param host the host of this mail system that the client is, by its certificate
/// @param handedOn what a front tells of the next mail
public record ClientFacts(
        String sessionId,
        InetSocketAddress remote,
        InetSocketAddress local,
        Optional<String> greeting,
        String protocol,
        Optional<TlsFacts> tls,
        Optional<Authenticated> authenticated,
        Optional<String> name,
        Optional<String> host,
        Optional<HandedOn> handedOn) {

    /// Of a client that is no host of ours.
    public ClientFacts(
            String sessionId,
            InetSocketAddress remote,
            InetSocketAddress local,
            Optional<String> greeting,
            String protocol,
            Optional<TlsFacts> tls,
            Optional<Authenticated> authenticated,
            Optional<String> name) {
        this(
                sessionId,
                remote,
                local,
                greeting,
                protocol,
                tls,
                authenticated,
                name,
                Optional.empty(),
                Optional.empty());
    }

    /// Of a client of whom nobody told a name.
    public ClientFacts(
            String sessionId,
            InetSocketAddress remote,
            InetSocketAddress local,
            Optional<String> greeting,
            String protocol,
            Optional<TlsFacts> tls,
            Optional<Authenticated> authenticated) {
        this(sessionId, remote, local, greeting, protocol, tls, authenticated, Optional.empty());
    }

    /// @param mechanism by which it was proved, such as `PLAIN`
    /// @param authenticationIdentity who proved
    /// @param authorizationIdentity who is acted for
    public record Authenticated(
            String mechanism, String authenticationIdentity, String authorizationIdentity) {}

    ClientFacts greetedAs(String greets, String newProtocol) {
        return new ClientFacts(
                sessionId,
                remote,
                local,
                Optional.of(greets),
                newProtocol,
                tls,
                authenticated,
                name,
                host,
                handedOn);
    }

    ClientFacts speaking(String newProtocol) {
        return new ClientFacts(
                sessionId,
                remote,
                local,
                greeting,
                newProtocol,
                tls,
                authenticated,
                name,
                host,
                handedOn);
    }

    ClientFacts authenticatedAs(Authenticated identity) {
        return new ClientFacts(
                sessionId,
                remote,
                local,
                greeting,
                protocol,
                tls,
                Optional.of(identity),
                name,
                host,
                handedOn);
    }

    ClientFacts handing(Optional<HandedOn> told) {
        return new ClientFacts(
                sessionId, remote, local, greeting, protocol, tls, authenticated, name, host, told);
    }
}
