// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

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
    private static final int LOOKED_AT = 100;

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

    /// Up to where each account was looked at.
    private final Map<AccountId, AccountPoint> seen = new ConcurrentHashMap<>();

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
        seen.putIfAbsent(account, before);
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
        Optional<AccountPoint> before = Optional.ofNullable(seen.put(id, now.point()));
        if (rules.isQuiet(clock.instant())) {
            return false;
        }
        Optional<AccountSnapshot.Changes<EmailId>> changes =
                before.flatMap(point -> now.emailsSince(point, LOOKED_AT));
        return changes.isEmpty()
                || changes.get().hasMore()
                || Stream.concat(
                                changes.get().created().stream(),
                                changes.get().updated().stream().filter(each -> isBack(each, now)))
                        .flatMap(each -> now.emails().find(each).stream())
                        .anyMatch(each -> isWanted(each, rules.wanted(), now, own));
    }

    /// It was set aside, and is as good as new.
    private static boolean isBack(EmailId email, AccountSnapshot now) {
        Snoozed known = now.snoozed().get(email.value());
        return known != null && known.woken();
    }

    private boolean isWanted(
            Email email, Wanted wanted, AccountSnapshot now, AccountMailboxes own) {
        List<MailboxInfo> places =
                email.mailboxes().stream()
                        .flatMap(each -> now.mailbox(each).stream())
                        .filter(info -> info.specialUse().filter(SILENT::contains).isEmpty())
                        .toList();
        return !places.isEmpty()
                && switch (wanted) {
                    case Wanted.All _ -> true;
                    case Wanted.Known _ -> isKnown(email.id(), own);
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
                        isKnown.test(own.account().id(), address.toLowerCase(Locale.ROOT)))
                .isPresent();
    }
}
