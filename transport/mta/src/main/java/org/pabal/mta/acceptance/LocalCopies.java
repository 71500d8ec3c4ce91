// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailauth.srs.Srs;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Assessment;
import org.pabal.mda.Assessment.Wish;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.LocalRecipient;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.mta.acceptance.Decisions.Decided;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.routing.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the delivery agent decide about a mail's copies for accounts. Safe for use by many threads.
public final class LocalCopies {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);

    /// No script is asked about a copy that is kept aside before it is released.
    private static final Decided ASIDE =
            new Decided(
                    Optional.of(
                            new Decision.Taken(
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    RefusedAsSpam.RULE,
                                    List.of())),
                    _ -> {
                        throw new IllegalStateException("nothing was refused");
                    });

    private final DeliveryAgent agent;
    private final MailboxStore mailboxes;

    public LocalCopies(DeliveryAgent agent, MailboxStore mailboxes) {
        this.agent = agent;
        this.mailboxes = mailboxes;
    }

    /// One decision for each address, however many recipients lead to it. A copy about which the
    /// agent cannot tell now stays open, and the others go on.
    Decisions decide(AcceptedMail mail, List<AcceptedRecipient> recipients) {
        if (!isAnyLocal(recipients)) {
            return Decisions.NONE;
        }
        ArrivedMail arrived = arrived(mail);
        Map<Address, Decided> decided = new HashMap<>();
        for (AcceptedRecipient recipient : recipients) {
            for (Route route : recipient.routes()) {
                if (route instanceof Route.LocalAccount local) {
                    decided.computeIfAbsent(
                            local.address().lookupForm(),
                            _ ->
                                    decided(
                                            arrived,
                                            recipient(
                                                    recipient,
                                                    local,
                                                    mail.assessments().of(local))));
                }
            }
        }
        return new Decisions(decided);
    }

    private Decided decided(ArrivedMail mail, LocalRecipient recipient) {
        String told = recipient.assessment().map(Assessment::told).orElse("");
        ArrivedMail copy = told.isEmpty() ? mail : mail.with(mail.message().judged(told));
        Wish wish = recipient.assessment().map(Assessment::wish).orElse(Wish.DELIVER);
        return switch (wish) {
            case REFUSE -> refused(copy, recipient);
            case QUARANTINE -> ASIDE;
            case DELIVER, JUNK ->
                    new Decided(
                            decision(copy, recipient),
                            refused -> agent.insteadOf(refused, copy, recipient));
        };
    }

    /// Nobody is told by a message that spam was refused: its sender is forged. Where a reply cannot
    /// say it the copy is kept as junk.
    private Decided refused(ArrivedMail mail, LocalRecipient recipient) {
        Assessment judged = recipient.assessment().orElseThrow();
        LocalRecipient kept =
                new LocalRecipient(
                        recipient.account(),
                        recipient.address(),
                        recipient.original(),
                        recipient.request(),
                        Optional.of(judged.with(Wish.JUNK)));
        String text = RefusedAsSpam.text(judged.score(), recipient.account().address().domain());
        return new Decided(
                Optional.of(new Decision.Refused(text, true, RefusedAsSpam.RULE)),
                _ ->
                        switch (agent.decide(mail, kept)) {
                            case Decision.Taken taken -> taken;
                            case Decision.Refused refused -> agent.insteadOf(refused, mail, kept);
                        });
    }

    private Optional<Decision> decision(ArrivedMail mail, LocalRecipient recipient) {
        try {
            return Optional.of(agent.decide(mail, recipient));
        } catch (UnavailableException trouble) {
            LOG.warn(
                    "mail={} event=delivery-waits to={} reason=\"{}\"",
                    mail.mailId(),
                    recipient.account().address(),
                    trouble.getMessage());
            return Optional.empty();
        }
    }

    /// Other hosts get a mail as it came; what is filed here has no binary parts. RFC 3516 §6.
    private ArrivedMail arrived(AcceptedMail mail) {
        StagedMessage message =
                mail.binary()
                        ? mailboxes.withoutBinary(mail.message()).orElse(mail.message())
                        : mail.message();
        return new ArrivedMail(
                mail.id().toString(),
                mail.session(),
                mail.from(),
                shown(mail.from()),
                message,
                mail.prefixOctets(),
                mail.request(),
                client(mail.facts()),
                Optional.ofNullable(mail.facts().get(Fact.ASKED_MAILBOX))
                        .flatMap(MailboxName::parse),
                mail.at());
    }

    private static ReversePath shown(ReversePath from) {
        return from instanceof ReversePath.To(var sender) && Srs.isSrs(sender)
                ? new ReversePath.To(Srs.original(sender))
                : from;
    }

    private static ArrivedMail.Client client(Map<Fact, String> facts) {
        return facts.isEmpty()
                ? ArrivedMail.Client.UNKNOWN
                : new ArrivedMail.Client(
                        Optional.ofNullable(facts.get(Fact.CLIENT_ADDRESS)),
                        Optional.ofNullable(facts.get(Fact.CLIENT_NAME))
                                .filter(name -> !name.equals("unknown")),
                        Optional.ofNullable(facts.get(Fact.LOGIN)));
    }

    private static LocalRecipient recipient(
            AcceptedRecipient recipient,
            Route.LocalAccount route,
            Optional<Assessment> assessment) {
        return new LocalRecipient(
                route.account(),
                route.address(),
                recipient.original(),
                recipient.request(),
                assessment);
    }

    static boolean isAnyLocal(List<AcceptedRecipient> recipients) {
        for (AcceptedRecipient recipient : recipients) {
            for (Route route : recipient.routes()) {
                if (route instanceof Route.LocalAccount) {
                    return true;
                }
            }
        }
        return false;
    }
}
