// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.jmap.webhook.NotificationSettings;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails.Email;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.AddressList;
import org.pabal.mta.webhook.NoticeRules;
import org.pabal.mta.webhook.Wanted;

/// Whether what is new in an account is such that its owner's devices are to be told of it. Safe for
/// use by many threads; for one account by one thread at a time.
final class News {
    /// When more has come at once, somebody wants some of it.
    private static final int LOOKED_AT = 1_000;

    /// What came to its owner longer ago was brought here from elsewhere.
    private static final Duration NEW = Duration.ofDays(1);

    /// Where mail lies that nobody wants to hear of.
    private static final Set<SpecialUse> SILENT =
            EnumSet.of(
                    SpecialUse.JUNK,
                    SpecialUse.TRASH,
                    SpecialUse.SENT,
                    SpecialUse.DRAFTS,
                    SpecialUse.SNOOZED);

    private final NotificationSettings settings;
    private final Directory directory;
    private final MailboxStore mailboxes;
    private final BiPredicate<AccountId, String> isKnown;
    private final InstantSource clock;

    /// Up to where each account was looked at, by who looks at it and whose it is.
    private final Map<AccountId, Map<AccountId, AccountPoint>> seen = new ConcurrentHashMap<>();

    /// @param isKnown whether an account has written to an address
    News(
            NotificationSettings settings,
            Directory directory,
            MailboxStore mailboxes,
            BiPredicate<AccountId, String> isKnown,
            InstantSource clock) {
        this.settings = settings;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.isKnown = isKnown;
        this.clock = clock;
    }

    /// Where an account was when it changed first since the server began.
    void begin(AccountId account, AccountPoint before) {
        begin(account, account, before);
    }

    /// The same of one that another shares with the user.
    void begin(AccountId user, AccountId owner, AccountPoint before) {
        seen.computeIfAbsent(user, _ -> new ConcurrentHashMap<>()).putIfAbsent(owner, before);
    }

    private Optional<AccountPoint> look(AccountId user, AccountId owner, AccountPoint now) {
        return Optional.ofNullable(
                seen.computeIfAbsent(user, _ -> new ConcurrentHashMap<>()).put(owner, now));
    }

    /// What is new to a user in an account that another shares.
    enum Shared {
        /// Nothing that the user sees, or nothing is shared any more.
        NOTHING,
        /// But no mail of which the devices are to be told.
        CHANGES,
        MAIL
    }

    /// Looks at what came since the last look, as the user sees it. Of the user's rules those hold that
    /// are not about mailboxes of the own account: who has chosen such is told of no others' mail.
    Shared inShared(AccountId user, AccountId owner) {
        Optional<Account> reader = directory.account(user);
        Optional<Account> other = directory.account(owner).filter(Account::isHere);
        if (reader.isEmpty() || other.isEmpty()) {
            return Shared.NOTHING;
        }
        AccountMailboxes shown = mailboxes.open(other.get(), reader.get());
        AccountSnapshot now = shown.state();
        if (now.mailboxes().isEmpty()) {
            return Shared.NOTHING;
        }
        Optional<AccountPoint> before = look(user, owner, now.point());
        if (before.isPresent() && isUnchanged(before.get(), now)) {
            return Shared.NOTHING;
        }
        NoticeRules rules = settings.of(user);
        boolean told =
                !rules.isQuiet(clock.instant())
                        && !(rules.wanted() instanceof Wanted.Mailboxes)
                        && hasNews(before, rules.wanted(), now, shown);
        return told ? Shared.MAIL : Shared.CHANGES;
    }

    /// Others' mailboxes that a user does not see change too.
    private static boolean isUnchanged(AccountPoint before, AccountSnapshot now) {
        return now.emailsSince(before, 1).filter(News::isNothing).isPresent()
                && now.mailboxesSince(before, 1)
                        .filter(changes -> isNothing(changes.changes()))
                        .isPresent();
    }

    private static boolean isNothing(AccountSnapshot.Changes<?> changes) {
        return changes.isEmpty() && !changes.hasMore();
    }

    /// Whether a user sees anything of another's account.
    boolean sees(AccountId user, AccountId owner) {
        Optional<Account> reader = directory.account(user);
        return directory
                .account(owner)
                .filter(Account::isHere)
                .filter(other ->
                        reader.isPresent()
                                && !mailboxes
                                        .open(other, reader.get())
                                        .state()
                                        .mailboxes()
                                        .isEmpty())
                .isPresent();
    }

    void forget(AccountId account) {
        seen.remove(account);
    }

    /// Looks at what came since the last look. What cannot be told is wanted: to be told once too
    /// often is better.
    boolean isWanted(AccountId id) {
        Optional<Account> account = directory.account(id);
        if (account.isEmpty()) {
            return false;
        }
        NoticeRules rules = settings.of(id);
        AccountMailboxes own = mailboxes.open(account.get());
        AccountSnapshot now = own.state();
        Optional<AccountPoint> before = look(id, id, now.point());
        return !rules.isQuiet(clock.instant()) && hasNews(before, rules.wanted(), now, own);
    }

    private boolean hasNews(
            Optional<AccountPoint> before,
            Wanted wanted,
            AccountSnapshot now,
            AccountMailboxes shown) {
        Optional<AccountSnapshot.Changes<EmailId>> changes =
                before.flatMap(point -> now.emailsSince(point, LOOKED_AT));
        return changes.isEmpty()
                || changes.get().hasMore()
                || Stream.concat(
                                changes.get().created().stream(),
                                changes.get().updated().stream().filter(each -> isBack(each, now)))
                        .flatMap(each -> now.emails().find(each).stream())
                        .anyMatch(each -> isWanted(each, wanted, now, shown));
    }

    /// It was set aside, and is as good as new.
    private static boolean isBack(EmailId email, AccountSnapshot now) {
        Snoozed known = now.snoozed().get(email.value());
        return known != null && known.woken();
    }

    private boolean isWanted(
            Email email, Wanted wanted, AccountSnapshot now, AccountMailboxes own) {
        if (email.receivedAt().isBefore(clock.instant().minus(NEW)) && !isBack(email.id(), now)) {
            return false;
        }
        List<MailboxInfo> places =
                email.mailboxes().stream()
                        .flatMap(each -> now.mailbox(each).stream())
                        .filter(info -> info.specialUse().filter(SILENT::contains).isEmpty())
                        .toList();
        return !places.isEmpty()
                && switch (wanted) {
                    case Wanted.All _ -> true;
                    case Wanted.Known _ -> isKnown(email.id(), own);
                    case Wanted.Keywords keywords -> keywords.isOn(email.flags());
                    case Wanted.Mailboxes(var ids) ->
                            places.stream().anyMatch(each -> ids.contains(ObjectIds.of(each.id())));
                };
    }

    private boolean isKnown(EmailId email, AccountMailboxes own) {
        return own.messages(List.of(email)).stream()
                .map(message -> message.text(StoredMessage.Text.FROM))
                .flatMap(text -> AddressList.parse(text).stream())
                .flatMap(entry ->
                        entry instanceof AddressList.Mailbox mailbox
                                ? Stream.of(mailbox.address())
                                : Stream.empty())
                .findFirst()
                .filter(address ->
                        isKnown.test(own.reader().id(), address.toLowerCase(Locale.ROOT)))
                .isPresent();
    }
}
