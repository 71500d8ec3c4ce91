// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.Capability;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.CopyRequest;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoredMessage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Email/copy: from one account to another. RFC 8621 §4.7.
final class EmailCopy implements JmapMethod {
    private final EmailServices services;

    EmailCopy(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/copy";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        CopyRequest request = CopyRequest.read(call);
        AccountMailboxes from = services.open(request.from());
        AccountMailboxes to = services.open(request.account());
        AccountSnapshot source = from.state();
        AccountSnapshot target = to.state();
        request.check(source.point().toString(), target.point().toString());
        StateChain states = new StateChain(target.point(), request.ifInState().isPresent());
        Additions additions = new Additions(to, states);
        AccessRules rules = new AccessRules(target);
        ObjectNode created = JsonNodeFactory.instance.objectNode();
        ObjectNode notCreated = JsonNodeFactory.instance.objectNode();
        List<String> copied = new ArrayList<>();
        for (Map.Entry<String, ObjectNode> each : request.create().entrySet()) {
            try {
                JmapObject email = JmapObject.ofProperties(each.getValue(), call.created());
                Original original = original(email, from, source);
                ObjectNode told = copy(email, original, from, call.created(), rules, additions);
                created.set(each.getKey(), told);
                call.created().put(each.getKey(), told.path("id").asString());
                copied.add(ObjectIds.of(original.email.id()));
            } catch (SetError error) {
                notCreated.set(each.getKey(), error.json());
            }
        }
        request.destroyOriginals(call, "Email/set", copied);
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("fromAccountId", request.from().id());
        response.put("accountId", request.account().id());
        response.put("oldState", states.before());
        response.put("newState", states.after());
        ObjectMaps.putUnlessEmpty(response, "created", created);
        ObjectMaps.putUnlessEmpty(response, "notCreated", notCreated);
        return response;
    }

    private record Original(Emails.Email email, StoredMessage record) {}

    private static Original original(
            JmapObject email, AccountMailboxes from, AccountSnapshot source) {
        Optional<Emails.Email> there =
                ObjectIds.parseEmail(email.id("id")).flatMap(source.emails()::find);
        return there.flatMap(found ->
                        from.messages(List.of(found.id())).stream()
                                .findFirst()
                                .map(record -> new Original(found, record)))
                .orElseThrow(SetError::notFound);
    }

    private ObjectNode copy(
            JmapObject email,
            Original original,
            AccountMailboxes from,
            CreatedIds created,
            AccessRules rules,
            Additions additions) {
        Set<MailboxId> places = PlacesReader.mailboxes(email, created);
        Flags flags = email.has("keywords") ? PlacesReader.keywords(email) : original.email.flags();
        Instant at = email.findUtcDate("receivedAt").orElse(original.email.receivedAt());
        email.known("keywords");
        email.nothingElse();
        rules.refuseAdding(places, flags);
        return additions.add(new NewMessage(staged(original.record, from), flags, at), places);
    }

    /// The same octets, and what was found about them.
    private StagedMessage staged(StoredMessage record, AccountMailboxes from) {
        try (MessageIntake intake = services.store().newMessage();
                MessageOctets octets = from.octets(record)) {
            byte[] piece = new byte[64 << 10];
            long at = 0;
            for (int count = octets.read(at, piece, 0, piece.length);
                    count > 0;
                    count = octets.read(at, piece, 0, piece.length)) {
                intake.write(piece, 0, count);
                at += count;
            }
            return intake.finish().found(record.arrival());
        }
    }
}
