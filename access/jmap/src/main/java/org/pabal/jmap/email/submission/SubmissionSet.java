// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.submission.EnvelopeReader.Envelope;
import org.pabal.jmap.email.submission.format.v1.SubmissionRecord;
import org.pabal.jmap.email.view.EmailBlobId;
import org.pabal.jmap.email.view.EmailBlobs;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.submission.StoredSubmission;
import org.pabal.mta.submission.StoredSubmission.Outcome;
import org.pabal.mta.submission.StoredSubmission.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission/set. RFC 8621 §7.5.
final class SubmissionSet implements JmapMethod {
    private final SubmissionServices services;
    private final Submissions submissions;

    SubmissionSet(SubmissionServices services, Submissions submissions) {
        this.services = services;
        this.submissions = submissions;
    }

    @Override
    public String name() {
        return "EmailSubmission/set";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        Optional<JmapObject> updates = call.arguments().findObject("onSuccessUpdateEmail");
        Optional<List<String>> destroys = call.arguments().findStrings("onSuccessDestroyEmail");
        SetRequest request = SetRequest.read(call, account);
        Target target = new Target(call, account);
        Map<String, String> emails = new HashMap<>(emails(account));
        ObjectNode response = target.run(request, call);
        emails.putAll(emails(account));
        afterwards(call, account, updates, destroys.orElse(List.of()), emails, response);
        return response;
    }

    /// What each submission is of.
    private Map<String, String> emails(JmapAccount account) {
        Map<String, String> emails = new HashMap<>();
        for (SubmissionRecord each : submissions.list(account.owner().id()).all()) {
            emails.put(each.id(), each.emailId());
        }
        return emails;
    }

    /// Whoever was sent is changed or destroyed by an Email/set of its own, under the same call id.
    private void afterwards(
            MethodCall call,
            JmapAccount account,
            Optional<JmapObject> updates,
            List<String> destroys,
            Map<String, String> emails,
            ObjectNode response) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        updates.ifPresent(given ->
                given.json()
                        .properties()
                        .forEach(each ->
                                succeeded(each.getKey(), call, response)
                                        .map(emails::get)
                                        .ifPresent(email -> update.set(email, each.getValue()))));
        List<String> destroy = new ArrayList<>();
        destroys.forEach(
                id -> succeeded(id, call, response).map(emails::get).ifPresent(destroy::add));
        if (update.isEmpty() && destroy.isEmpty()) {
            return;
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("accountId", account.id());
        if (!update.isEmpty()) {
            arguments.set("update", update);
        }
        if (!destroy.isEmpty()) {
            destroy.forEach(arguments.putArray("destroy")::add);
        }
        call.then("Email/set", arguments);
    }

    /// The id of a submission of this call that was created, updated or destroyed.
    private static Optional<String> succeeded(String given, MethodCall call, ObjectNode response) {
        return call.created()
                .resolve(given)
                .filter(id ->
                        hasId(response.path("created"), id) || response.path("updated").has(id));
    }

    private static boolean hasId(JsonNode created, String id) {
        return created.values().stream().anyMatch(each -> each.path("id").asString("").equals(id));
    }

    private final class Target implements SetTarget {
        private final MethodCall call;
        private final JmapAccount account;

        Target(MethodCall call, JmapAccount account) {
            this.call = call;
            this.account = account;
        }

        @Override
        public String state() {
            return submissions.list(account.owner().id()).state();
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            String identityId = properties.id("identityId");
            String emailId = properties.id("emailId");
            Address identity =
                    services.identities()
                            .address(account, identityId)
                            .orElseThrow(() ->
                                    properties.wrong("identityId", "names no identity of yours"));
            AccountMailboxes mailboxes =
                    services.mailboxes().open(account.owner(), account.reader());
            Emails.Email email =
                    ObjectIds.parseEmail(emailId)
                            .flatMap(mailboxes.state().emails()::find)
                            .orElseThrow(() -> properties.wrong("emailId", "names no email"));
            HeaderSection header = header(mailboxes, email.id());
            refuseInvalid(header);
            MailSending sending = services.sending();
            Instant now = services.clock().instant();
            Envelope envelope =
                    new EnvelopeReader(sending.maxHold(), sending.maxRecipients(), now)
                            .read(properties, header, identity, email.size());
            properties.nothingElse();
            SubmissionRecord record =
                    new SubmissionRecord(
                            "",
                            identityId,
                            emailId,
                            ObjectIds.of(email.thread()),
                            envelope.json().toString(),
                            envelope.addresses(),
                            envelope.release().orElse(now),
                            "",
                            SubmissionFate.FINAL,
                            "{}",
                            0,
                            0);
            return sent(record, envelope, message(email.id()));
        }

        private HeaderSection header(AccountMailboxes mailboxes, EmailId id) {
            StoredMessage record =
                    mailboxes.messages(List.of(id)).stream()
                            .findFirst()
                            .orElseThrow(SetError::notFound);
            try (OpenMessage message = new OpenMessage(() -> mailboxes.octets(record))) {
                return message.header(record.structure());
            }
        }

        private InputStream message(EmailId id) {
            JmapBlob blob =
                    new EmailBlobs(services.mailboxes(), (_, _) -> Optional.empty())
                            .find(account, EmailBlobId.of(id).toString())
                            .orElseThrow(SetError::notFound);
            return blob.open();
        }

        /// What every reader has to read alike. RFC 8621 §7.5: `invalidEmail`.
        private static void refuseInvalid(HeaderSection header) {
            List<HeaderField> from = header.all("From");
            if (from.size() != 1 || AddressList.mailboxes(from.getFirst()).size() != 1) {
                throw invalidEmail("The mail must say who it is from: one address.", "from");
            }
            if (header.all("Sender").size() > 1) {
                throw invalidEmail("The mail has two Sender fields.", "sender");
            }
        }

        private static SetError invalidEmail(String why, String property) {
            return SetError.of("invalidEmail", why)
                    .with("properties", JsonNodeFactory.instance.arrayNode().add(property));
        }

        private ObjectNode sent(SubmissionRecord record, Envelope envelope, InputStream content) {
            @Nullable String[] id = new @Nullable String[1];
            String session = "jmap-" + Long.toString(services.random().nextLong() >>> 4, 32);
            try (StoredSubmission submission =
                    services.sending()
                            .submissions()
                            .open(account.reader(), session, call.user().client().address())) {
                Outcome outcome =
                        submission.submit(
                                envelope.from(),
                                envelope.wishes(),
                                envelope.recipients(),
                                content,
                                mail -> {
                                    id[0] = mail.toString();
                                    submissions.add(
                                            account.owner().id(), with(record, mail.toString()));
                                });
                return told(record, outcome);
            } catch (SetError refused) {
                forget(id[0]);
                throw refused;
            } catch (IOException e) {
                forget(id[0]);
                throw new UnavailableException("a message cannot be read: " + e.getMessage(), e);
            }
        }

        private void forget(@Nullable String id) {
            if (id != null) {
                submissions.remove(account.owner().id(), id);
            }
        }

        private ObjectNode told(SubmissionRecord record, Outcome outcome) {
            return switch (outcome) {
                case Outcome.Accepted(MailId mail, Reply reply) -> {
                    submissions.change(
                            account.owner().id(),
                            mail.toString(),
                            known -> known.answered(reply.text()));
                    yield SubmissionJson.created(
                            submissions
                                    .list(account.owner().id())
                                    .find(mail.toString())
                                    .orElseGet(() -> with(record, mail.toString())));
                }
                case Outcome.SenderRefused(Reply reply) -> throw senderRefused(reply);
                case Outcome.RecipientsRefused(var replies) -> throw recipientsRefused(replies);
                case Outcome.ContentRefused(Reply reply) -> throw contentRefused(reply);
            };
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            for (Map.Entry<String, JsonNode> each : patch.json().properties()) {
                boolean cancels =
                        each.getKey().equals("undoStatus")
                                && each.getValue().asString("").equals(SubmissionFate.CANCELED);
                if (!cancels) {
                    throw SetError.invalidProperty(
                            each.getKey(), "cannot be changed; undoStatus can become canceled");
                }
            }
            SubmissionRecord record =
                    submissions.list(account.owner().id()).find(id).orElseThrow(SetError::notFound);
            if (!patch.json().isEmpty() && !record.undoStatus().equals(SubmissionFate.CANCELED)) {
                cancel(record);
            }
            return Optional.empty();
        }

        /// Taken out of the queue before anybody was sent anything, or not at all.
        private void cancel(SubmissionRecord record) {
            MailId mail = MailId.parse(record.id()).orElseThrow(SetError::notFound);
            boolean pending = record.undoStatus().equals(SubmissionFate.PENDING);
            boolean taken =
                    pending
                            && services
                                    .sending()
                                    .queue()
                                    .intervene(
                                            mail,
                                            new Intervention.Remove("taken back by its sender"))
                                    .values()
                                    .stream()
                                    .allMatch(result -> result == Intervention.Result.DONE);
            if (!taken) {
                throw SetError.of(
                        "cannotUnsend", "The mail is on its way already, or has arrived.");
            }
            submissions.change(
                    account.owner().id(),
                    record.id(),
                    known ->
                            known.with(
                                    SubmissionFate.CANCELED, SubmissionJson.takenBack(known), 0));
        }

        @Override
        public void destroy(String id) {
            if (submissions.list(account.owner().id()).find(id).isEmpty()) {
                throw SetError.notFound();
            }
            submissions.remove(account.owner().id(), id);
        }
    }

    private static SubmissionRecord with(SubmissionRecord record, String id) {
        return new SubmissionRecord(
                id,
                record.identityId(),
                record.emailId(),
                record.threadId(),
                record.envelope(),
                record.recipients(),
                record.sendAt(),
                record.reply(),
                record.undoStatus(),
                record.deliveryStatus(),
                0,
                0);
    }

    private static SetError senderRefused(Reply reply) {
        if (reply.code() == 552) {
            return SetError.tooLarge(reply.text());
        }
        return reply.code() == 553
                ? SetError.of("forbiddenMailFrom", reply.text())
                : notNow(reply, "forbiddenToSend");
    }

    /// What the account may do later is told so.
    private static SetError notNow(Reply reply, String otherwise) {
        return SetError.of(reply.isTransient() ? "rateLimit" : otherwise, reply.text());
    }

    private static SetError recipientsRefused(Map<Address, Reply> replies) {
        boolean later = replies.values().stream().allMatch(Reply::isTransient);
        String said =
                String.join(
                        "; ",
                        replies.entrySet().stream()
                                .map(each -> each.getKey() + ": " + each.getValue().text())
                                .toList());
        return later
                ? SetError.of("rateLimit", said)
                : EnvelopeReader.invalidRecipients(
                        said, replies.keySet().stream().map(Address::toString).toList());
    }

    private static SetError contentRefused(Reply reply) {
        if (reply.code() == 552) {
            return SetError.tooLarge(reply.text());
        }
        boolean author = reply.text().contains("address is not yours");
        return author
                ? SetError.of("forbiddenFrom", reply.text())
                : notNow(reply, "forbiddenToSend");
    }
}
