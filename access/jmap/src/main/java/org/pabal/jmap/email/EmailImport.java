// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.pabal.jmap.Capability;
import org.pabal.jmap.ForeignMessage;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.SetError;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Email/import. RFC 8621 §4.8.
final class EmailImport implements JmapMethod {
    private static final Logger LOG = LoggerFactory.getLogger(EmailImport.class);

    private final EmailServices services;

    EmailImport(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/import";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        Optional<String> ifInState = call.arguments().findString("ifInState");
        SequencedMap<String, ObjectNode> emails =
                ObjectMaps.read(call.arguments(), "emails", call.limits().maxObjectsInSet());
        call.arguments().nothingElse();
        AccountMailboxes mailboxes = services.open(account);
        AccountSnapshot now = mailboxes.state();
        if (ifInState.isPresent() && !ifInState.get().equals(now.point().toString())) {
            throw MethodError.stateMismatch();
        }
        StateChain states = new StateChain(now.point(), ifInState.isPresent());
        ObjectNode created = JsonNodeFactory.instance.objectNode();
        ObjectNode notCreated = JsonNodeFactory.instance.objectNode();
        List<String> imported = new ArrayList<>();
        for (Map.Entry<String, ObjectNode> each : emails.entrySet()) {
            JmapObject email = JmapObject.ofProperties(each.getValue(), call.created());
            try {
                String blobId = email.id("blobId");
                ObjectNode told =
                        imported(
                                email,
                                blobId,
                                call,
                                account,
                                new AccessRules(now),
                                new Additions(mailboxes, states));
                created.set(each.getKey(), told);
                call.created().put(each.getKey(), told.path("id").asString());
                imported.add(blobId);
            } catch (SetError error) {
                notCreated.set(each.getKey(), error.json());
            }
        }
        release(account, imported);
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("oldState", states.before());
        response.put("newState", states.after());
        ObjectMaps.putUnlessEmpty(response, "created", created);
        ObjectMaps.putUnlessEmpty(response, "notCreated", notCreated);
        return response;
    }

    /// The emails are there, whatever becomes of this.
    private void release(JmapAccount account, List<String> blobIds) {
        if (account.isPersonal() && !blobIds.isEmpty()) {
            try {
                services.imported().accept(account.owner().id(), blobIds);
            } catch (UnavailableException reason) {
                LOG.warn("event=uploads-not-released reason=\"{}\"", reason.getMessage());
            }
        }
    }

    private ObjectNode imported(
            JmapObject email,
            String blobId,
            MethodCall call,
            JmapAccount account,
            AccessRules rules,
            Additions additions) {
        Set<MailboxId> places = PlacesReader.mailboxes(email, call.created());
        Flags flags = PlacesReader.keywords(email);
        var receivedAt = email.findUtcDate("receivedAt").orElse(services.clock().instant());
        email.nothingElse();
        rules.refuseAdding(places, flags);
        JmapBlob blob =
                services.blobs()
                        .find(account, blobId)
                        .orElseThrow(() ->
                                SetError.invalidProperty("blobId", "names no blob: " + blobId));
        return additions.add(new NewMessage(message(blob), flags, receivedAt), places);
    }

    private StagedMessage message(JmapBlob blob) {
        try (ForeignMessage message = new ForeignMessage(services.store());
                InputStream in = blob.open()) {
            byte[] piece = new byte[64 << 10];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                message.write(piece, 0, count);
            }
            return message.finish();
        } catch (ForeignMessage.NoMessageException none) {
            throw invalidEmail(String.valueOf(none.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SetError invalidEmail(String why) {
        return SetError.of("invalidEmail", "The blob is no message: " + why);
    }
}
