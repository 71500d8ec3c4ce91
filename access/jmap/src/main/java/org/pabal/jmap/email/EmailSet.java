// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetResponse;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EditOutcome;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StagedMessage;
import tools.jackson.databind.node.ObjectNode;

/// Email/set. RFC 8621 §4.6.
///
/// Each email that is created is a commit of its own; all that are changed or destroyed are one
/// commit together. One that is created while one is destroyed is a draft's next revision: both are
/// one commit, so that no crash leaves two drafts, or none.
final class EmailSet implements JmapMethod {
    private final EmailServices services;

    EmailSet(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/set";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        SetRequest request = SetRequest.read(call, call.account());
        return new Run(request, call).run();
    }

    /// One call. For one thread.
    private final class Run {
        private final SetRequest request;
        private final MethodCall call;
        private final JmapAccount account;
        private final AccountMailboxes mailboxes;
        private final AccountSnapshot now;
        private final AccessRules rules;
        private final Snoozing snoozing;

        /// Places that the server gave an email, by the id that the client calls it.
        private final Map<String, Set<MailboxId>> placed = new HashMap<>();

        private final SetResponse response;
        private final StateChain states;
        private final Set<String> replaced = new HashSet<>();

        Run(SetRequest request, MethodCall call) {
            this.request = request;
            this.call = call;
            this.account = request.account();
            this.mailboxes = services.open(account);
            this.now = mailboxes.state();
            this.rules = new AccessRules(now);
            this.snoozing = new Snoozing(account, mailboxes, now, call.created());
            this.response = new SetResponse(call.created());
            this.states = new StateChain(now.point(), request.ifInState().isPresent());
        }

        ObjectNode run() {
            request.check(now.point().toString());
            request.create().forEach(this::create);
            edit();
            return response.json(account.id(), states.before(), states.after());
        }

        private void create(String creationId, ObjectNode json) {
            try {
                JmapObject email = JmapObject.ofProperties(json, call.created());
                Set<MailboxId> places = PlacesReader.mailboxes(email, call.created());
                Flags flags = PlacesReader.keywords(email);
                Instant at = email.findUtcDate("receivedAt").orElse(services.clock().instant());
                rules.refuseAdding(places, flags);
                StagedMessage message =
                        services.composer()
                                .compose(
                                        email,
                                        blobId -> services.blobs().find(account, blobId),
                                        account.reader().address().domain().toAscii(),
                                        services.clock().instant());
                response.created(creationId, added(new NewMessage(message, flags, at), places));
            } catch (SetError error) {
                response.notCreated(creationId, error);
            }
        }

        private ObjectNode added(NewMessage message, Set<MailboxId> places) {
            Optional<EmailId> old = revised();
            Additions additions = new Additions(mailboxes, states);
            if (old.isPresent()) {
                Optional<ObjectNode> revision = additions.replace(message, places, old.get());
                if (revision.isPresent()) {
                    replaced.add(request.destroy().getFirst());
                    response.destroyed(ObjectIds.of(old.get()));
                    return revision.get();
                }
            }
            return additions.add(message, places);
        }

        /// The draft whose next revision is created, if that is what is asked for.
        private Optional<EmailId> revised() {
            boolean one =
                    request.create().size() == 1
                            && request.update().isEmpty()
                            && request.destroy().size() == 1;
            return one
                    ? call.created()
                            .resolve(request.destroy().getFirst())
                            .flatMap(ObjectIds::parseEmail)
                            .filter(this::mayDestroy)
                    : Optional.empty();
        }

        private boolean mayDestroy(EmailId id) {
            Optional<Emails.Email> email = now.emails().find(id);
            try {
                email.ifPresent(
                        known -> rules.refuseRemoving(known, new HashSet<>(known.mailboxes())));
                return email.isPresent();
            } catch (SetError forbidden) {
                return false;
            }
        }

        private void edit() {
            Map<String, EmailEdit> edits = new LinkedHashMap<>();
            Set<String> doomed =
                    request.destroy().stream()
                            .flatMap(id -> call.created().resolve(id).stream())
                            .collect(Collectors.toSet());
            request.update()
                    .forEach((given, patch) -> {
                        try {
                            edits.put(given, update(given, patch, doomed));
                        } catch (SetError error) {
                            response.notUpdated(given, error);
                        }
                    });
            List<String> destroys = new ArrayList<>();
            for (String given : request.destroy()) {
                if (!replaced.contains(given)) {
                    destroy(given, edits, destroys);
                }
            }
            if (!edits.isEmpty()) {
                commit(edits, destroys);
            }
        }

        private EmailId id(String given) {
            return call.created()
                    .resolve(given)
                    .flatMap(ObjectIds::parseEmail)
                    .orElseThrow(SetError::notFound);
        }

        private EmailEdit update(String given, Patch patch, Set<String> doomed) {
            EmailId id = id(given);
            if (doomed.contains(ObjectIds.of(id))) {
                throw SetError.willDestroy();
            }
            EmailPatch read = EmailPatch.read(patch);
            Optional<Emails.Email> email = now.emails().find(id);
            EmailPatch change = email.isPresent() ? snoozed(given, email.get(), read) : read;
            email.ifPresent(known -> refuse(known, change));
            return change.edit(id);
        }

        private EmailPatch snoozed(String given, Emails.Email email, EmailPatch read) {
            if (read.snoozed().isEmpty()) {
                return read;
            }
            if (!call.uses(Capability.SNOOZE)) {
                throw SetError.invalidProperty(
                        SnoozedProperty.NAME, "needs its capability in `using`");
            }
            EmailPatch change = snoozing.placed(email, read, read.snoozed().get());
            Set<MailboxId> before = Set.copyOf(email.mailboxes());
            if (!read.places() && !change.mailboxes(before).equals(before)) {
                placed.put(given, change.mailboxes(before));
            }
            return change;
        }

        private void refuse(Emails.Email email, EmailPatch change) {
            Set<MailboxId> before = Set.copyOf(email.mailboxes());
            Set<MailboxId> after = change.mailboxes(before);
            if (after.size() > PlacesReader.MAX_MAILBOXES) {
                throw PlacesReader.tooManyMailboxes();
            }
            Flags flags = change.flags(email.flags());
            Set<MailboxId> into = new HashSet<>(after);
            into.removeAll(before);
            Set<MailboxId> outOf = new HashSet<>(before);
            outOf.removeAll(after);
            rules.refuseAdding(into, flags);
            rules.refuseRemoving(email, outOf);
            rules.refuseFlags(email, flags.minus(email.flags()).plus(email.flags().minus(flags)));
        }

        private void destroy(String given, Map<String, EmailEdit> edits, List<String> destroys) {
            try {
                EmailId id = id(given);
                now.emails()
                        .find(id)
                        .ifPresent(email ->
                                rules.refuseRemoving(email, new HashSet<>(email.mailboxes())));
                edits.put(given, new EmailEdit.Destroy(id));
                destroys.add(given);
            } catch (SetError error) {
                response.notDestroyed(given, error);
            }
        }

        private void commit(Map<String, EmailEdit> edits, List<String> destroys) {
            switch (mailboxes.edit(states.expected(), List.copyOf(edits.values()))) {
                case EditOutcome.StateMismatch _ -> mismatch(edits, destroys);
                case EditOutcome.Edited(var before, var after, var emails) -> {
                    states.moved(before, after);
                    int next = 0;
                    for (Map.Entry<String, EmailEdit> each : edits.entrySet()) {
                        told(each.getKey(), each.getValue(), emails.get(next++));
                    }
                }
            }
        }

        /// Nothing was done: as if the state had been another one from the beginning, unless
        /// something was created already.
        private void mismatch(Map<String, EmailEdit> edits, List<String> destroys) {
            if (!response.changedAnything()) {
                throw MethodError.stateMismatch();
            }
            SetError error = SetError.of("stateMismatch", "Another client was quicker; try again.");
            edits.forEach((given, _) -> {
                if (destroys.contains(given)) {
                    response.notDestroyed(given, error);
                } else {
                    response.notUpdated(given, error);
                }
            });
        }

        private void told(String given, EmailEdit edit, EditOutcome.OfEmail outcome) {
            Optional<SetError> error = error(outcome);
            if (edit instanceof EmailEdit.Destroy) {
                error.ifPresentOrElse(
                        why -> response.notDestroyed(given, why),
                        () -> response.destroyed(ObjectIds.of(edit.email())));
            } else {
                error.ifPresentOrElse(
                        why -> response.notUpdated(given, why),
                        () ->
                                response.updated(
                                        ObjectIds.of(edit.email()),
                                        Optional.ofNullable(placed.get(given))
                                                .map(Snoozing::told)));
            }
        }
    }

    private static Optional<SetError> error(EditOutcome.OfEmail outcome) {
        return switch (outcome) {
            case EditOutcome.OfEmail.Done _ -> Optional.empty();
            case EditOutcome.OfEmail.NoSuchEmail _ -> Optional.of(SetError.notFound());
            case EditOutcome.OfEmail.NoSuchMailbox(var missing) ->
                    Optional.of(
                            PlacesReader.noSuchMailbox(
                                    missing.stream()
                                            .map(ObjectIds::of)
                                            .collect(Collectors.joining(", "))));
            case EditOutcome.OfEmail.NoMailboxLeft _ ->
                    Optional.of(
                            SetError.invalidProperty(
                                    "mailboxIds", "must keep one mailbox at least"));
            case EditOutcome.OfEmail.OverQuota _ -> Optional.of(Additions.overQuota());
            case EditOutcome.OfEmail.TooManySnoozed(int max) ->
                    Optional.of(
                            SetError.of("overQuota", "No more than " + max + " are set aside."));
            case EditOutcome.OfEmail.TooManyKeywords(int max) ->
                    Optional.of(PlacesReader.tooManyKeywords(max));
        };
    }
}
