// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.LaterJob;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.NewMail;
import org.pabal.mda.reply.Announcement;
import org.pabal.message.UnavailableException;
import org.pabal.mta.queue.Destination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds to what a delivery agent decides that webhooks are told of it. Safe for use by many threads.
public final class WebhookAgent implements DeliveryAgent {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookAgent.class);

    /// So many notifications of one webhook wait; of more mail it is not told.
    public static final int MAX_WAITING = 1_000;

    /// Where mail lies that nobody wants to hear of.
    private static final Set<SpecialUse> SILENT =
            EnumSet.of(
                    SpecialUse.JUNK,
                    SpecialUse.TRASH,
                    SpecialUse.SENT,
                    SpecialUse.DRAFTS,
                    SpecialUse.SNOOZED);

    private final DeliveryAgent agent;
    private final Webhooks webhooks;
    private final MailboxStore mailboxes;
    private final BiPredicate<AccountId, String> isKnown;
    private final ToIntFunction<Destination> waiting;
    private final NoticeCounts counts;

    /// @param isKnown whether an account has written to an address
    /// @param waiting how many notifications of a webhook wait
    public WebhookAgent(
            DeliveryAgent agent,
            Webhooks webhooks,
            MailboxStore mailboxes,
            BiPredicate<AccountId, String> isKnown,
            ToIntFunction<Destination> waiting,
            NoticeCounts counts) {
        this.agent = agent;
        this.webhooks = webhooks;
        this.mailboxes = mailboxes;
        this.isKnown = isKnown;
        this.waiting = waiting;
        this.counts = counts;
    }

    @Override
    public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
        Decision decision = agent.decide(mail, recipient);
        return decision instanceof Decision.Taken taken
                ? telling(taken, mail, recipient)
                : decision;
    }

    @Override
    public Decision.Taken insteadOf(
            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
        return telling(agent.insteadOf(refusal, mail, recipient), mail, recipient);
    }

    private Decision.Taken telling(
            Decision.Taken taken, ArrivedMail mail, LocalRecipient recipient) {
        if (recipient.isJunk() || taken.filings().isEmpty()) {
            return taken;
        }
        Account account = recipient.account();
        List<Webhook> enabled = enabled(account);
        if (enabled.isEmpty()) {
            return taken;
        }
        List<Place> places = places(taken.filings(), account);
        List<LaterJob> jobs = new ArrayList<>(taken.jobs());
        for (Webhook webhook : enabled) {
            wanted(webhook, mail, account, places)
                    .ifPresent(told ->
                            jobs.add(
                                    new LaterJob(
                                            new LaterJob.Work.Hook(webhook.id(), told),
                                            mail.message(),
                                            mail.prefixOctets())));
        }
        return jobs.size() == taken.jobs().size() ? taken : taken.withJobs(jobs);
    }

    /// No mail waits for its notification.
    private List<Webhook> enabled(Account account) {
        try {
            return webhooks.of(account.id()).stream().filter(Webhook::enabled).toList();
        } catch (UnavailableException trouble) {
            LOG.warn(
                    "event=webhooks-unknown account={} reason=\"{}\"",
                    account.address(),
                    trouble.getMessage());
            return List.of();
        }
    }

    private record Place(MailboxInfo mailbox, Flags flags) {}

    /// Where the copy is filed and seen; a mailbox that is not there is INBOX.
    private List<Place> places(List<Filing> filings, Account account) {
        AccountMailboxes own = mailboxes.open(account);
        return filings.stream()
                .filter(filing -> filing.account().id().equals(account.id()))
                .flatMap(filing ->
                        own
                                .find(filing.mailbox())
                                .filter(MailboxInfo::selectable)
                                .or(() -> own.find(MailboxName.INBOX))
                                .map(info -> new Place(info, filing.flags()))
                                .stream())
                .filter(place -> place.mailbox().specialUse().filter(SILENT::contains).isEmpty())
                .toList();
    }

    private Optional<NewMail> wanted(
            Webhook webhook, ArrivedMail mail, Account account, List<Place> places) {
        NoticeRules rules = webhook.rules();
        Optional<NewMail> told =
                places.stream()
                        .filter(place -> isWanted(place, rules.wanted()))
                        .findFirst()
                        .map(place -> Announcement.of(mail, place.mailbox().name()))
                        .filter(found ->
                                !(rules.wanted() instanceof Wanted.Known)
                                        || isKnown.test(
                                                account.id(),
                                                found.address().toLowerCase(Locale.ROOT)));
        if (told.isEmpty() || rules.isQuiet(mail.at())) {
            return Optional.empty();
        }
        Destination to = Destination.webhook(account.address().toString(), webhook.id());
        if (waiting.applyAsInt(to) >= MAX_WAITING) {
            counts.count(NoticeCounts.Outcome.LEFT_OUT);
            return Optional.empty();
        }
        return told;
    }

    private static boolean isWanted(Place place, Wanted wanted) {
        return switch (wanted) {
            case Wanted.All _, Wanted.Known _ -> true;
            case Wanted.Mailboxes(var ids) -> ids.contains(ObjectIds.of(place.mailbox().id()));
            case Wanted.Keywords keywords -> keywords.isOn(place.flags());
        };
    }
}
