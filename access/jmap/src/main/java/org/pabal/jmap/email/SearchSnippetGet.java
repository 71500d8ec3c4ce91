// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.query.EmailCondition;
import org.pabal.jmap.email.query.EmailCondition.Text.Where;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.email.view.TextOfMessage;
import org.pabal.jmap.method.Filter;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SearchSnippet/get. RFC 8621 §5.1.
final class SearchSnippetGet implements JmapMethod {
    private static final int MAX_PREVIEW_OCTETS = 255; // RFC 8621 §5

    /// Of each message that is read for its preview.
    private static final int MAX_TEXT_OCTETS = 256 << 10;

    private final EmailServices services;

    SearchSnippetGet(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "SearchSnippet/get";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        JmapObject arguments = call.arguments();
        Optional<Filter<List<EmailCondition>>> filter =
                Filter.read(arguments, EmailCondition::read);
        List<String> ids =
                arguments
                        .findIds("emailIds")
                        .orElseThrow(() -> arguments.wrong("emailIds", "is required"));
        arguments.nothingElse();
        if (ids.size() > call.limits().maxObjectsInGet()) {
            throw MethodError.requestTooLarge(
                    ids.size() + " ids; at most " + call.limits().maxObjectsInGet() + ".");
        }
        Words words = new Words();
        filter.ifPresent(words::add);
        return snippets(services.open(account), account, ids, words);
    }

    /// What is looked for where it can be shown; what must not occur is not shown.
    private static final class Words {
        private final List<String> subject = new ArrayList<>();
        private final List<String> body = new ArrayList<>();

        private void add(Filter<List<EmailCondition>> filter) {
            switch (filter) {
                case Filter.Condition<List<EmailCondition>>(var conditions) ->
                        conditions.forEach(this::add);
                case Filter.All<List<EmailCondition>>(var filters) -> filters.forEach(this::add);
                case Filter.Any<List<EmailCondition>>(var filters) -> filters.forEach(this::add);
                case Filter.None<List<EmailCondition>> _ -> {}
            }
        }

        private void add(EmailCondition condition) {
            if (condition instanceof EmailCondition.Text(Where where, var words)) {
                Predicate<Where> asked = each -> each == where || where == Where.TEXT;
                if (asked.test(Where.SUBJECT)) {
                    subject.addAll(words);
                }
                if (asked.test(Where.BODY)) {
                    body.addAll(words);
                }
            }
        }
    }

    private static ObjectNode snippets(
            AccountMailboxes mailboxes, JmapAccount account, List<String> ids, Words words) {
        Emails emails = mailboxes.state().emails();
        List<EmailId> found = new ArrayList<>();
        for (String id : ids) {
            ObjectIds.parseEmail(id).filter(emails::has).ifPresent(found::add);
        }
        Map<EmailId, StoredMessage> records = new HashMap<>();
        mailboxes.messages(found).forEach(record -> records.put(record.id(), record));
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ArrayNode list = response.putArray("list");
        List<String> notFound = new ArrayList<>();
        for (String id : ids) {
            Optional<StoredMessage> record = ObjectIds.parseEmail(id).map(records::get);
            record.ifPresentOrElse(
                    known -> list.add(snippet(id, known, mailboxes, words)),
                    () -> notFound.add(id));
        }
        if (notFound.isEmpty()) {
            response.putNull("notFound");
        } else {
            notFound.forEach(response.putArray("notFound")::add);
        }
        return response;
    }

    private static ObjectNode snippet(
            String id, StoredMessage record, AccountMailboxes mailboxes, Words words) {
        ObjectNode snippet = JsonNodeFactory.instance.objectNode().put("emailId", id);
        put(
                snippet,
                "subject",
                MarkedText.of(record.text(StoredMessage.Text.SUBJECT), words.subject).html());
        put(
                snippet,
                "preview",
                words.body.isEmpty()
                        ? Optional.empty()
                        : MarkedText.of(text(record, mailboxes), words.body)
                                .excerpt(MAX_PREVIEW_OCTETS));
        return snippet;
    }

    private static String text(StoredMessage record, AccountMailboxes mailboxes) {
        try (OpenMessage message = new OpenMessage(() -> mailboxes.octets(record))) {
            return TextOfMessage.read(record.structure(), message, MAX_TEXT_OCTETS);
        }
    }

    private static void put(ObjectNode snippet, String name, Optional<String> html) {
        html.ifPresentOrElse(text -> snippet.put(name, text), () -> snippet.putNull(name));
    }
}
