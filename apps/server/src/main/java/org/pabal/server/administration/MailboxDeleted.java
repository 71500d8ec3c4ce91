// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.DeletedMessages;
import org.pabal.mailbox.DeletedMessages.Found;
import org.pabal.mailbox.DeletedMessages.Refusal;
import org.pabal.mailbox.DeletedMessages.RestoreOutcome;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.server.administration.MailboxNaming.Named;
import org.pabal.server.settings.Form;

/// The calls about deleted messages: what is kept, and putting it back.
final class MailboxDeleted {
    private static final int MAX_LISTED = 10_000;

    private final MailboxOperations mailboxes;
    private final InstantSource clock;

    MailboxDeleted(MailboxOperations mailboxes, InstantSource clock) {
        this.mailboxes = mailboxes;
        this.clock = clock;
    }

    /// @param arguments `name`: an account, or one of its mailboxes; `since`, a time such as `2d`; `limit`
    /// @return `deleted`, the newest first, each with `id`, `at`, `mailbox`, `octets`, `from`,
    ///     `subject`; `total`; of all that the account keeps `kept` and `octets`
    Map<String, Object> list(Arguments arguments) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        AccountMailboxes account = mailboxes.store().open(named.owner());
        int limit = arguments.count("limit", 100, MAX_LISTED);
        Found found = account.deleted().find(wanted(named, arguments), limit);
        Map<EmailId, StoredMessage> records = new HashMap<>();
        account.messages(found.newest().stream().map(DeletedMessage::email).toList())
                .forEach(record -> records.put(record.id(), record));
        List<Map<String, Object>> deleted = new ArrayList<>();
        for (DeletedMessage message : found.newest()) {
            StoredMessage record = records.get(message.email());
            if (record != null) {
                deleted.add(shown(named, message, record));
            }
        }
        DeletedMessages.Size size = account.deleted().size();
        return Map.of(
                "account", named.owner().address().toString(),
                "deleted", deleted,
                "total", found.total(),
                "kept", size.messages(),
                "octets", size.octets());
    }

    private static Map<String, Object> shown(
            Named named, DeletedMessage message, StoredMessage record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", message.id().toString());
        shown.put("at", message.deletedAt().toString());
        shown.put("mailbox", named.shown(message.mailbox()));
        shown.put("octets", message.size());
        shown.put("from", firstLine(record.text(Text.FROM)));
        shown.put("subject", firstLine(record.text(Text.SUBJECT)));
        return shown;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /// An INBOX stands for its account.
    private Predicate<DeletedMessage> wanted(Named named, Arguments arguments) {
        String text = arguments.text("since", "");
        Instant since =
                text.isEmpty()
                        ? Instant.EPOCH
                        : clock.instant()
                                .minus(
                                        arguments.<Duration>parsed(
                                                text,
                                                "a time such as 2d, 4h or 30m",
                                                Form::parseTime));
        MailboxName mailbox = named.mailbox();
        return message ->
                !message.deletedAt().isBefore(since)
                        && (mailbox.isInbox()
                                || message.mailbox().equals(mailbox)
                                || message.mailbox().isBelow(mailbox));
    }

    /// In as many commits as it takes.
    ///
    /// @param arguments `name` and `since` as for a list; `ids` for these alone, else `since` or `all`
    /// @return `restored`, `made` (mailboxes), and of what stays `overQuota`, `noMailbox`, `notFound`
    Map<String, Object> restore(Arguments arguments) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        DeletedMessages deleted = mailboxes.store().open(named.owner()).deleted();
        Restored restored = new Restored();
        List<String> texts = arguments.has("ids") ? arguments.texts("ids") : List.of();
        if (!texts.isEmpty()) {
            List<DeletedId> ids = texts.stream().map(MailboxDeleted::id).toList();
            for (int from = 0; from < ids.size(); from += DeletedMessages.MOST_AT_ONCE) {
                int to = Math.min(ids.size(), from + DeletedMessages.MOST_AT_ONCE);
                restored.add(deleted.restore(ids.subList(from, to)));
            }
        } else if (!arguments.flag("all") && arguments.text("since", "").isEmpty()) {
            throw new Arguments.Unusable(
                    "say which: ids that pabal mailbox deleted shows, --since 2d, or --all");
        } else {
            restoreAll(deleted, wanted(named, arguments), restored);
        }
        MailboxAudit.written("restore", named, restored.messages + " messages");
        return restored.shown(named);
    }

    private static DeletedId id(String text) {
        return DeletedId.parse(text)
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "'" + text + "' is no id that pabal mailbox deleted shows"));
    }

    private static void restoreAll(
            DeletedMessages deleted, Predicate<DeletedMessage> wanted, Restored restored) {
        Set<DeletedId> refused = new LinkedHashSet<>();
        while (true) {
            List<DeletedId> ids =
                    deleted
                            .newest(
                                    wanted.and(each -> !refused.contains(each.id())),
                                    DeletedMessages.MOST_AT_ONCE)
                            .stream()
                            .map(DeletedMessage::id)
                            .toList();
            if (ids.isEmpty()) {
                return;
            }
            RestoreOutcome outcome = deleted.restore(ids);
            refused.addAll(outcome.refused().keySet());
            restored.add(outcome);
        }
    }

    /// What became of all.
    private static final class Restored {
        private long messages;
        private final List<MailboxName> made = new ArrayList<>();
        private final Map<Refusal, Long> refused = new HashMap<>();

        void add(RestoreOutcome outcome) {
            messages += outcome.restored().size();
            made.addAll(outcome.made());
            outcome.refused().values().forEach(why -> refused.merge(why, 1L, Long::sum));
        }

        Map<String, Object> shown(Named named) {
            return Map.of(
                    "account", named.owner().address().toString(),
                    "restored", messages,
                    "made", made.stream().map(named::shown).toList(),
                    "overQuota", refused.getOrDefault(Refusal.OVER_QUOTA, 0L),
                    "noMailbox", refused.getOrDefault(Refusal.NO_MAILBOX, 0L),
                    "notFound", refused.getOrDefault(Refusal.NOT_FOUND, 0L));
        }
    }
}
