// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.List;
import java.util.Optional;
import org.pabal.smtp.SmtpState.Closed;
import org.pabal.smtp.SmtpState.Greeted;

/// The opening message, EHLO, HELO and LHLO. RFC 5321 §3.1, §3.2; RFC 2033 §4.1.
final class GreetingCommands {
    private final ServerSide side;

    GreetingCommands(ServerSide side) {
        this.side = side;
    }

    Step open(SmtpState state, ClientFacts client) {
        if (side.turnsAway() && !side.speaksWithFront()) { // which has yet to say for whom
            side.log.refused("connect", "", Answers.NOT_FOR_STRANGERS, "no trusted network");
            return Step.to(new Closed(), Answers.NOT_FOR_STRANGERS);
        }
        return switch (side.service.connect(client)) {
            case Verdict.Accept _ ->
                    Step.to(
                            state,
                            SmtpReply.of(
                                    220,
                                    side.config.hostname() + (side.isLmtp() ? " LMTP" : " ESMTP")));
            case Verdict.Refuse(var reply, var reason) -> {
                side.log.refused("connect", "", reply, reason);
                side.observer.refused(
                        new Refusal(side.ungreeted(), Optional.empty(), "connect", "", reply));
                yield Step.to(new Closed(), reply);
            }
        };
    }

    /// A new greeting ends a transaction, RFC 5321 §4.1.4, and keeps what AUTH established.
    Step greeted(ClientFacts before, String name, Dialect dialect) {
        String protocol = dialect.protocol(before, MailParameters.NONE);
        ClientFacts client = before.greetedAs(name, protocol);
        List<String> lines =
                dialect == Dialect.SMTP
                        ? List.of(side.config.hostname())
                        : side.extensions.announced(client);
        return Step.to(new Greeted(client, dialect), new SmtpReply(250, Optional.empty(), lines));
    }
}
