// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.mailview.facts.Unsubscription;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import org.pabal.mta.jobs.OutsidePosts.Told;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// MailView/unsubscribe: leaves the list that a mail came from, by the POST of RFC 8058 §3.2. It brings
/// no cookie and no address of the reader; what the mail itself names is all that the list learns.
record MailViewUnsubscribe(MailViewServices services) implements JmapMethod {
    private static final byte[] BODY =
            "List-Unsubscribe=One-Click".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> FIELDS =
            Map.of("Content-Type", "application/x-www-form-urlencoded");

    @Override
    public String name() {
        return "MailView/unsubscribe";
    }

    @Override
    public String capability() {
        return MailViewCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        String id = arguments.id("emailId");
        arguments.nothingElse();
        AccountMailboxes mailboxes = services.open(account);
        StoredMessage record =
                ObjectIds.parseEmail(id)
                        .flatMap(email -> mailboxes.messages(List.of(email)).stream().findFirst())
                        .orElseThrow(() -> arguments.wrong("emailId", "names no mail"));
        URI target =
                way(mailboxes, record)
                        .filter(Unsubscription::oneClick)
                        .flatMap(Unsubscription::url)
                        .orElseThrow(() ->
                                MethodError.forbidden(
                                        "This mail offers no unsubscribing by one click, or no"
                                                + " signature proves that it does."));
        OutsidePosts posts =
                services.posts()
                        .orElseThrow(() ->
                                MethodError.forbidden("This server posts nothing to others."));
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("emailId", id);
        write(response, target, posts.told(target, FIELDS, BODY));
        return response;
    }

    private static Optional<Unsubscription> way(AccountMailboxes mailboxes, StoredMessage record) {
        try (OpenMessage message = new OpenMessage(() -> mailboxes.octets(record))) {
            return Unsubscription.of(
                    message.header(record.structure()),
                    AuthenticationResults.parse(record.authentication()));
        }
    }

    private static void write(ObjectNode response, URI target, Told told) {
        response.put("host", target.getHost());
        switch (told.outcome()) {
            case Outcome.Answered answered -> {
                int status = answered.status();
                response.put("status", status);
                response.put("isDone", status >= 200 && status < 300);
                response.put("said", ("HTTP " + status + " " + told.text()).strip());
            }
            case Outcome.Impossible(_, String reason) -> writeNone(response, reason);
            case Outcome.Failed(_, String reason) -> writeNone(response, reason);
        }
    }

    private static void writeNone(ObjectNode response, String reason) {
        response.putNull("status");
        response.put("isDone", false);
        response.put("said", reason);
    }
}
