// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Identity;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// Files messages into accounts, in one commit with changes of other spaces.
final class Filer {
    private final Commits commits;
    private final OpenAccounts accounts;

    Filer(Commits commits, OpenAccounts accounts) {
        this.commits = commits;
        this.accounts = accounts;
    }

    FilingOutcome file(
            List<Filing> filings,
            List<SpaceChanges> together,
            Function<List<Place>, List<SpaceChanges>> placed) {
        Round round = new Round(filings, together, placed);
        if (round.open.isEmpty()) {
            List<SpaceChanges> all = new ArrayList<>(together);
            all.addAll(placed.apply(List.of()));
            commits.commit(all);
            return new FilingOutcome.Filed(List.of());
        }
        round.prepare();
        FilingOutcome outcome =
                commits.change(
                        List.copyOf(round.open.values()),
                        () -> round.elsewhere,
                        Start.AT_ONCE,
                        round::apply);
        round.open.values().forEach(accounts::used);
        return outcome;
    }

    /// One call, with what is computed before any lock is taken.
    private final class Round {
        private final List<Filing> filings;
        private final SortedMap<Long, OpenAccount> open = new TreeMap<>();
        private final Map<Long, SpaceChanges> ofAccounts = new HashMap<>();
        private final List<SpaceChanges> given = new ArrayList<>();
        private final Function<List<Place>, List<SpaceChanges>> placed;

        /// Changes of other spaces, as of the last time that the filings were computed.
        private List<SpaceChanges> elsewhere = List.of();

        private final IdentityHashMap<StagedMessage, PreparedMessage> prepared =
                new IdentityHashMap<>();

        Round(
                List<Filing> filings,
                List<SpaceChanges> together,
                Function<List<Place>, List<SpaceChanges>> placed) {
            this.filings = filings;
            this.placed = placed;
            for (Filing filing : filings) {
                long id = filing.account().id().value();
                open.computeIfAbsent(id, accounts::get);
            }
            for (SpaceChanges part : together) {
                if (part.space() instanceof Space.Account(long id)) {
                    part.changes().forEach(Round::checkIsForeign);
                    open.computeIfAbsent(id, accounts::get);
                    ofAccounts.put(id, part);
                } else {
                    given.add(part);
                }
            }
        }

        private static void checkIsForeign(Change change) {
            byte[] key =
                    switch (change) {
                        case Change.Put put -> put.key();
                        case Change.Delete delete -> delete.key();
                        case Change.AddReference add -> add.holder();
                        case Change.RemoveReference remove -> remove.holder();
                    };
            if (RecordKeys.isOurs(key)) {
                throw new IllegalArgumentException(
                        "a key that begins with " + (char) key[0] + " belongs to the mailboxes");
            }
        }

        /// Computes and reads what takes time.
        void prepare() {
            for (Filing filing : filings) {
                prepared.computeIfAbsent(
                        filing.message(),
                        message -> PreparedMessage.of(message, message.arrival()));
                AccountState state = accounts.get(filing.account().id().value()).published();
                state.mailbox(filing.mailbox())
                        .or(() -> state.mailbox(MailboxName.INBOX))
                        .ifPresent(MailboxState::pages);
            }
        }

        Decision<FilingOutcome> apply(List<AccountEdit> edits) {
            Map<Long, AccountFiling> byAccount = new HashMap<>();
            int at = 0;
            for (long id : open.keySet()) {
                AccountFiling filing = new AccountFiling(edits.get(at++));
                byAccount.put(id, filing);
                SpaceChanges part = ofAccounts.get(id);
                if (part != null) {
                    filing.add(part);
                }
            }
            List<Place> places = new ArrayList<>(filings.size());
            for (Filing filing : filings) {
                AccountFiling account = byAccount.get(filing.account().id().value());
                Optional<Place> place = account == null ? Optional.empty() : account.file(filing);
                if (account == null || place.isEmpty()) {
                    QuotaResource full =
                            account == null ? QuotaResource.STORAGE : account.missing(filing);
                    return Decision.refuse(new FilingOutcome.OverQuota(filing.account(), full));
                }
                places.add(place.get());
            }
            elsewhere = new ArrayList<>(given);
            elsewhere.addAll(placed.apply(places));
            return Decision.keep(new FilingOutcome.Filed(places));
        }

        /// What is filed into one account.
        private final class AccountFiling {
            private final AccountEdit edit;
            private final IdentityHashMap<StagedMessage, Identity> emails = new IdentityHashMap<>();

            AccountFiling(AccountEdit edit) {
                this.edit = edit;
            }

            void add(SpaceChanges part) {
                OptionalLong expected = part.expectedVersion();
                if (expected.isPresent() && expected.getAsLong() != edit.before().version()) {
                    throw new UnavailableException(
                            part.space()
                                    + " is at version "
                                    + edit.before().version()
                                    + " by now: read it again");
                }
                edit.add(part.changes());
            }

            /// The resource of which the account has not enough; only after {@link #file} said so.
            QuotaResource missing(Filing filing) {
                return quota(filing).orElseThrow();
            }

            private Optional<QuotaResource> quota(Filing filing) {
                return Quotas.missing(filing.account(), edit, filing.message().blob().size(), 1);
            }

            /// Empty when the account is full.
            Optional<Place> file(Filing filing) {
                NameChanges.begin(edit, filing.account().language());
                Optional<Place> before = edit.deliveryKeys().find(filing.deliveryKey());
                if (before.isPresent()) {
                    return before.map(this::underItsPresentName);
                }
                boolean aside = filing.snooze().isPresent() && edit.snoozes().mayGrow();
                MailboxState mailbox =
                        target(
                                filing.snooze().isEmpty() || aside
                                        ? filing.mailbox()
                                        : MailboxName.INBOX);
                if (quota(filing).isPresent()) {
                    return Optional.empty();
                }
                Arrival arrival =
                        new Arrival(
                                email(filing),
                                FlagLimits.cut(filing.flags(), edit.config()),
                                filing.message().blob().size(),
                                filing.internalDate().getEpochSecond());
                UidSet uids = edit.messages().append(mailbox.mailbox(), List.of(arrival));
                Place place =
                        new Place(
                                mailbox.record().name(),
                                mailbox.mailbox(),
                                mailbox.uidValidity(),
                                uids.ranges().getFirst().first());
                edit.deliveryKeys().add(filing.deliveryKey(), place);
                if (aside && mailbox.record().name().equals(filing.mailbox())) {
                    edit.snoozes()
                            .put(
                                    new Snoozed(
                                            new EmailId(arrival.email()),
                                            place.mailboxId(),
                                            place.uid(),
                                            filing.snooze().orElseThrow(),
                                            false));
                }
                return Optional.of(place);
            }

            private MailboxState target(MailboxName name) {
                return edit.mailbox(name)
                        .filter(mailbox -> mailbox.record().selectable())
                        .or(() -> edit.mailbox(MailboxName.INBOX))
                        .orElseThrow(() ->
                                new UnavailableException(
                                        "the account is being removed: refuse its mail"));
            }

            /// Filed twice in one go, a message is kept once.
            private Identity email(Filing filing) {
                Identity known = emails.get(filing.message());
                if (known != null) {
                    edit.copies().onePlaceMore(known.email());
                    return known;
                }
                PreparedMessage message = prepared.get(filing.message());
                if (message == null) {
                    throw new IllegalStateException("no summary was made");
                }
                Identity email = message.addTo(edit, filing.internalDate());
                emails.put(filing.message(), email);
                return email;
            }

            private Place underItsPresentName(Place place) {
                return edit.mailbox(place.mailboxId())
                        .map(mailbox ->
                                new Place(
                                        mailbox.record().name(),
                                        place.mailboxId(),
                                        place.uidValidity(),
                                        place.uid()))
                        .orElse(place);
            }
        }
    }
}
