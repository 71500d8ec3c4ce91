// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pabal.jmap.email.view.Attachments;
import org.pabal.jmap.method.Filter;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.text.MessageText;
import org.pabal.mailbox.text.Occurrence;
import org.pabal.message.mime.UnicodeCasemap;

/// Makes criteria of filters, for one moment of one account. For one thread.
final class BoundFilter {
    private static final int RECORD = 1;
    private static final int MESSAGE = 2;

    private final AccountMailboxes account;
    private final Emails emails;
    private final TextIndex index;
    private final Map<Question, TextIndex.Matches> answers = new HashMap<>();

    private record Question(TextIndex.Where where, String word) {}

    BoundFilter(AccountMailboxes account, Emails emails, TextIndex index) {
        this.account = account;
        this.emails = emails;
        this.index = index;
    }

    /// Everything, where there is no filter.
    Criterion of(Optional<Filter<List<EmailCondition>>> filter) {
        return filter.map(this::of).orElse(_ -> Truth.YES);
    }

    private Criterion of(Filter<List<EmailCondition>> filter) {
        return switch (filter) {
            case Filter.Condition<List<EmailCondition>>(var conditions) ->
                    all(conditions.stream().map(this::criterion).toList());
            case Filter.All<List<EmailCondition>>(var filters) ->
                    all(filters.stream().map(this::of).toList());
            case Filter.Any<List<EmailCondition>>(var filters) ->
                    new Criterion.Any(cheapFirst(filters.stream().map(this::of).toList()));
            case Filter.None<List<EmailCondition>>(var filters) ->
                    new Criterion.Not(
                            new Criterion.Any(cheapFirst(filters.stream().map(this::of).toList())));
        };
    }

    private static Criterion all(List<Criterion> criteria) {
        return criteria.size() == 1 ? criteria.getFirst() : new Criterion.All(cheapFirst(criteria));
    }

    private static List<Criterion> cheapFirst(List<Criterion> criteria) {
        return criteria.stream().sorted(Comparator.comparingInt(Criterion::cost)).toList();
    }

    private Criterion criterion(EmailCondition condition) {
        return switch (condition) {
            case EmailCondition.InMailbox(var mailbox) -> inMailbox(mailbox);
            case EmailCondition.InMailboxOtherThan(var mailboxes) -> inOther(mailboxes);
            case EmailCondition.Before(var time) ->
                    email -> Truth.of(email.receivedSeconds() < ceiling(time));
            case EmailCondition.After(var time) ->
                    email -> Truth.of(email.receivedSeconds() >= ceiling(time));
            case EmailCondition.MinSize(long octets) -> email -> Truth.of(email.size() >= octets);
            case EmailCondition.MaxSize(long octets) -> email -> Truth.of(email.size() < octets);
            case EmailCondition.HasKeyword(String flag) -> hasFlag(flag);
            case EmailCondition.NotKeyword(String flag) -> new Criterion.Not(hasFlag(flag));
            case EmailCondition.InThread(var having, String flag) -> inThread(having, flag);
            case EmailCondition.HasAttachment(boolean wanted) ->
                    ofRecord(record -> Attachments.has(record.structure()) == wanted);
            case EmailCondition.HasKind(var kind) ->
                    ofRecord(record -> kind.isIn(record.structure()));
            case EmailCondition.Text(var where, var words) ->
                    all(words.stream().map(word -> text(where, word)).toList());
            case EmailCondition.Header(String field, var words) -> header(field, words);
        };
    }

    /// Internal dates have whole seconds.
    private static long ceiling(Instant time) {
        return time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0);
    }

    private static Criterion inMailbox(Optional<MailboxId> mailbox) {
        if (mailbox.isEmpty()) {
            return _ -> Truth.NO;
        }
        long wanted = mailbox.get().value();
        return email -> {
            for (int place = 0; place < email.places(); place++) {
                if (email.mailbox(place) == wanted) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        };
    }

    private static Criterion inOther(List<MailboxId> mailboxes) {
        LongTable named = new LongTable(mailboxes.size());
        mailboxes.forEach(mailbox -> named.add(mailbox.value(), 1));
        return email -> {
            for (int place = 0; place < email.places(); place++) {
                if (!named.has(email.mailbox(place))) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        };
    }

    private static Criterion hasFlag(String flag) {
        FlagTest test = new FlagTest(flag);
        return email -> Truth.of(test.has(email.flags()));
    }

    private Criterion inThread(EmailCondition.InThread.Having having, String flag) {
        ThreadKeywords threads = ThreadKeywords.of(emails, flag);
        return switch (having) {
            case ALL -> email -> Truth.of(threads.all(email.thread()));
            case SOME -> email -> Truth.of(threads.some(email.thread()));
            case NONE -> email -> Truth.of(!threads.some(email.thread()));
        };
    }

    /// What only reading tells.
    private record Read(int cost, Criterion criterion) implements Criterion {
        @Override
        public Truth test(Candidate candidate) {
            return criterion.test(candidate);
        }
    }

    private static Criterion ofRecord(Predicate<StoredMessage> test) {
        return new Read(
                RECORD,
                email -> {
                    @Nullable StoredMessage record = email.record();
                    return record == null ? Truth.UNKNOWN : Truth.of(test.test(record));
                });
    }

    private static Criterion ofMessage(Predicate<MessageText> test) {
        return new Read(
                MESSAGE,
                email -> {
                    @Nullable MessageText text = email.text();
                    return text == null ? Truth.UNKNOWN : Truth.of(test.test(text));
                });
    }

    private Criterion text(EmailCondition.Text.Where where, String word) {
        return switch (where) {
            case TEXT -> indexed(TextIndex.Where.MESSAGE, word, anywhere(word));
            case BODY -> indexed(TextIndex.Where.BODY, word, inBody(word));
            case FROM -> inField(StoredMessage.Text.FROM, word);
            case TO -> inField(StoredMessage.Text.TO, word);
            case CC -> inField(StoredMessage.Text.CC, word);
            case BCC -> inField(StoredMessage.Text.BCC, word);
            case SUBJECT -> inField(StoredMessage.Text.SUBJECT, word);
        };
    }

    private static Criterion anywhere(String word) {
        return ofMessage(text -> {
            Occurrence sought = new Occurrence(word);
            text.writeHeader(sought);
            if (!sought.isFound()) {
                text.writeBody(sought);
            }
            return sought.isFound();
        });
    }

    private static Criterion inBody(String word) {
        return ofMessage(text -> {
            Occurrence sought = new Occurrence(word);
            text.writeBody(sought);
            return sought.isFound();
        });
    }

    /// A word that a message has nowhere is not in its header either.
    private Criterion inField(StoredMessage.Text field, String word) {
        Criterion read = ofRecord(record -> UnicodeCasemap.fold(record.text(field)).contains(word));
        return new Read(
                RECORD,
                email ->
                        known(TextIndex.Where.MESSAGE, word, email) == TextIndex.Match.ABSENT
                                ? Truth.NO
                                : read.test(email));
    }

    private Criterion indexed(TextIndex.Where where, String word, Criterion read) {
        return new Read(
                MESSAGE,
                email ->
                        switch (known(where, word, email)) {
                            case ABSENT -> Truth.NO;
                            case FOUND -> Truth.YES;
                            case UNKNOWN -> read.test(email);
                        });
    }

    private TextIndex.Match known(TextIndex.Where where, String word, Candidate email) {
        return answers.computeIfAbsent(
                        new Question(where, word), _ -> index.find(account, where, word))
                .of(new EmailId(email.id()));
    }

    private Criterion header(String field, List<String> words) {
        String name = field.toLowerCase(Locale.ROOT);
        Predicate<String> hasWords =
                value -> {
                    String folded = UnicodeCasemap.fold(value);
                    return words.stream().allMatch(folded::contains);
                };
        return ofMessage(text -> text.hasHeader(name, hasWords));
    }
}
