// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.MethodCall;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.Term;
import org.pabal.mta.queue.QueueId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Trace/query: the ids of own mails, the newest first. The response is that of RFC 8620 §5.5; its
/// filter is one condition, and with `hasMore` it says that older ones were left out.
///
/// The ledger's index finds a mail by its Message-ID or its id; without either, those of the account's
/// address.
record TraceQuery(MailSending sending, Directory directory, MailboxStore mailboxes)
        implements JmapMethod {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    /// Others may have used the same Message-ID.
    private static final int LOOKED_AT = 200;

    /// A message may be on its way so long before it is here, or lie as a draft before it is sent.
    private static final Duration BEFORE = Duration.ofDays(1);

    @Override
    public String name() {
        return "Trace/query";
    }

    @Override
    public String capability() {
        return TraceMethods.URN;
    }

    /// @param queueId of a mail, or of one of its entries
    private record Condition(
            Optional<String> emailId,
            Optional<String> messageId,
            Optional<String> queueId,
            Optional<Instant> after,
            Optional<Instant> before) {

        static Condition read(JmapObject filter) {
            Condition condition =
                    new Condition(
                            filter.findId("emailId"),
                            filter.findString("messageId"),
                            filter.findString("queueId"),
                            filter.findUtcDate("after"),
                            filter.findUtcDate("before"));
            filter.noOtherCondition();
            long keys =
                    Stream.of(condition.emailId, condition.messageId, condition.queueId)
                            .filter(Optional::isPresent)
                            .count();
            if (keys > 1) {
                throw filter.wrong("emailId", "or messageId or queueId: one of them is taken");
            }
            return condition;
        }

        static final Condition NONE =
                new Condition(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        boolean holds(MailId mail) {
            Instant at = Instant.ofEpochMilli(mail.millis());
            return after.map(time -> !at.isBefore(time)).orElse(true)
                    && before.map(at::isBefore).orElse(true);
        }
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        Condition condition =
                arguments.findObject("filter").map(Condition::read).orElse(Condition.NONE);
        OptionalLong asked = arguments.findUnsignedInt("limit");
        arguments.nothingElse();
        int limit = (int) Math.min(asked.orElse(USUAL), MOST);
        Found found = find(account.owner(), condition);
        OwnMail own = new OwnMail(account.owner(), directory, sending.ledger());
        List<String> ids = new ArrayList<>();
        boolean more = found.more();
        for (MailId mail : new TreeSet<>(found.mails()).descendingSet()) {
            if (!condition.holds(mail) || own.find(mail).isEmpty()) {
                continue;
            }
            if (ids.size() == limit) {
                more = true;
                break;
            }
            ids.add(mail.toString());
        }
        return response(account, ids, more, asked.orElse(0) > MOST);
    }

    private static ObjectNode response(
            JmapAccount account, List<String> ids, boolean more, boolean limited) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("queryState", ids.isEmpty() ? "" : ids.getFirst());
        response.put("canCalculateChanges", false);
        response.put("position", 0);
        ArrayNode array = response.putArray("ids");
        ids.forEach(array::add);
        response.put("hasMore", more);
        if (limited) {
            response.put("limit", MOST);
        }
        return response;
    }

    private record Found(Collection<MailId> mails, boolean more) {
        static final Found NOTHING = new Found(List.of(), false);
    }

    private Found find(Account account, Condition condition) {
        Instant since = condition.after().orElse(Instant.EPOCH);
        if (condition.queueId().isPresent()) {
            String text = condition.queueId().get();
            return new Found(
                    QueueId.parse(text)
                            .map(QueueId::mail)
                            .or(() -> MailId.parse(text))
                            .map(List::of)
                            .orElse(List.of()),
                    false);
        }
        if (condition.messageId().isPresent()) {
            return find(Term.messageId(condition.messageId().get().strip()), since);
        }
        if (condition.emailId().isPresent()) {
            return ObjectIds.parseEmail(condition.emailId().get())
                    .flatMap(id ->
                            mailboxes.open(account).messages(List.of(id)).stream().findFirst())
                    .map(message -> find(message, since))
                    .orElse(Found.NOTHING);
        }
        return find(Term.address(account.address().toString()), since);
    }

    private Found find(StoredMessage message, Instant since) {
        String id = message.text(StoredMessage.Text.MESSAGE_ID).lines().findFirst().orElse("");
        if (id.isBlank()) {
            return Found.NOTHING;
        }
        Instant earliest =
                (message.sentDate().isBefore(message.internalDate())
                                ? message.sentDate()
                                : message.internalDate())
                        .minus(BEFORE);
        return find(Term.messageId(id.strip()), earliest.isAfter(since) ? earliest : since);
    }

    private Found find(Term term, Instant since) {
        var found = sending.ledger().find(term, since, LOOKED_AT);
        return new Found(found.mails(), found.more());
    }
}
