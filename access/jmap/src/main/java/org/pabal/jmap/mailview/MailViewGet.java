// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import org.pabal.spam.rules.TextLanguage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// MailView/get: `{accountId, emailIds, remote: "block" or "once", language}`, of 32 emails at most.
final class MailViewGet implements JmapMethod {
    static final int MAX_EMAILS = 32;

    private final MailViewServices services;
    private final ReadingSettings settings;

    /// Reading HTML keeps a processor busy and its tree in memory: no more at a time than there are
    /// processors.
    private final Semaphore atWork =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    MailViewGet(MailViewServices services, ReadingSettings settings) {
        this.services = services;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "MailView/get";
    }

    @Override
    public String capability() {
        return MailViewCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        JmapObject arguments = call.arguments();
        List<String> ids =
                arguments
                        .findIds("emailIds")
                        .orElseThrow(() -> arguments.wrong("emailIds", "is required"));
        boolean once =
                switch (arguments.findString("remote").orElse("block")) {
                    case "block" -> false;
                    case "once" -> true;
                    default -> throw arguments.wrong("remote", "must be block or once");
                };
        TextLanguage language =
                TextLanguage.of(
                        Locale.forLanguageTag(
                                arguments
                                        .findString("language")
                                        .orElseGet(() -> account.reader().language().tag())));
        arguments.nothingElse();
        if (ids.size() > MAX_EMAILS) {
            throw MethodError.requestTooLarge(
                    ids.size() + " mails; at most " + MAX_EMAILS + " are shown at once.");
        }
        AccountMailboxes mailboxes = services.open(account);
        AccountSnapshot now = mailboxes.state();
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("state", now.point().toString());
        ArrayNode list = response.putArray("list");
        List<String> notFound = new ArrayList<>();
        MailView view =
                new MailView(
                        services,
                        settings,
                        mailboxes,
                        now,
                        account,
                        new GivenLinks(services.links(), account, call.user()),
                        once,
                        language);
        for (String id : ids) {
            one(id, mailboxes, now, view).ifPresentOrElse(list::add, () -> notFound.add(id));
        }
        notFound.forEach(response.putArray("notFound")::add);
        return response;
    }

    private Optional<ObjectNode> one(
            String id, AccountMailboxes mailboxes, AccountSnapshot now, MailView view) {
        Optional<Emails.Email> email = ObjectIds.parseEmail(id).flatMap(now.emails()::find);
        Optional<StoredMessage> record =
                email.flatMap(
                        found -> mailboxes.messages(List.of(found.id())).stream().findFirst());
        if (email.isEmpty() || record.isEmpty()) {
            return Optional.empty();
        }
        atWork.acquireUninterruptibly();
        try {
            return Optional.of(view.of(email.get(), record.get()));
        } finally {
            atWork.release();
        }
    }
}
