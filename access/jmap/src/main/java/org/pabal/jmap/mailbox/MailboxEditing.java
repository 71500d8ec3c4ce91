// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetTarget;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.DestroyIf;
import org.pabal.mailbox.AccountMailboxes.DestroyOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Creates, changes and destroys mailboxes, one at a time. RFC 8621 §2.5.
final class MailboxEditing implements SetTarget {
    private static final List<String> OF_THE_SERVER =
            List.of(
                    "id",
                    "totalEmails",
                    "unreadEmails",
                    "totalThreads",
                    "unreadThreads",
                    "myRights");

    private final MailboxServices services;
    private final JmapAccount account;
    private final AccountMailboxes mailboxes;
    private final MethodCall call;
    private final boolean removeEmails;
    private final SharingEdit sharing;

    MailboxEditing(
            MailboxServices services, JmapAccount account, MethodCall call, boolean removeEmails) {
        this.services = services;
        this.account = account;
        this.mailboxes = services.open(account);
        this.call = call;
        this.removeEmails = removeEmails;
        this.sharing = new SharingEdit(services, account, mailboxes, call.user());
    }

    /// What a client wants a mailbox to be.
    private record Wanted(
            String name,
            Optional<String> parentId,
            Optional<String> role,
            Optional<Long> sortOrder,
            Optional<Boolean> isSubscribed,
            JsonNode shareWith) {

        static Wanted read(JmapObject object) {
            String name = object.string("name");
            var order = object.findUnsignedInt("sortOrder");
            Wanted wanted =
                    new Wanted(
                            name,
                            object.findId("parentId"),
                            object.findString("role"),
                            order.isPresent() ? Optional.of(order.getAsLong()) : Optional.empty(),
                            object.findBool("isSubscribed"),
                            object.any(SharedWith.NAME)
                                    .orElse(JsonNodeFactory.instance.nullNode()));
            if (wanted.sortOrder.isPresent() && wanted.sortOrder.get() >= 1L << 31) {
                throw object.wrong("sortOrder", "must be less than 2^31");
            }
            object.nothingElse();
            return wanted;
        }
    }

    @Override
    public String state() {
        return services.state(account);
    }

    private MailboxView view() {
        return services.view(account, services.shares(call));
    }

    // --- create

    @Override
    public ObjectNode create(JmapObject properties) {
        for (String name : OF_THE_SERVER) {
            if (properties.has(name)) {
                throw properties.wrong(name, "is set by the server");
            }
        }
        Wanted wanted = Wanted.read(properties);
        boolean shares = properties.has(SharedWith.NAME);
        if (shares && !services.shares(call)) {
            throw properties.wrong(SharedWith.NAME, "is not known here");
        }
        MailboxView view = view();
        MailboxName name = fullName(view, wanted);
        mayCreateIn(view, wanted.parentId());
        Optional<SpecialUse> use = use(view, wanted.role(), Optional.empty());
        MailboxId made =
                switch (mailboxes.create(name, use)) {
                    case NameOutcome.Done(MailboxId id) -> id;
                    case NameOutcome.AlreadyExists _ -> throw nameIsTaken();
                    case NameOutcome.NoSuchMailbox _ -> throw SetError.notFound();
                    case NameOutcome.NotAllowed(String reason, boolean limit) ->
                            throw notAllowed(reason, limit);
                };
        if (wanted.isSubscribed().orElse(false)) {
            mailboxes.subscribe(name);
        }
        wanted.sortOrder().ifPresent(order -> putOrder(made, order));
        if (shares) {
            shareNew(made, wanted.shareWith());
        }
        return told(made);
    }

    /// It has those of the mailbox above it already; one that cannot be shared as asked for is not
    /// made. RFC 9670 §4.
    private void shareNew(MailboxId made, JsonNode shareWith) {
        MailboxInfo mailbox = mailboxes.find(made).orElseThrow(SetError::notFound);
        try {
            sharing.apply(mailbox, sharing.change(mailbox, shareWith));
        } catch (SetError refused) {
            mailboxes.destroy(made, DestroyIf.EMPTY);
            throw refused;
        }
    }

    /// Everything of the new mailbox, so that no client guesses.
    private ObjectNode told(MailboxId made) {
        MailboxView view = view();
        ObjectNode json = view.json(ObjectIds.of(made)).orElseThrow(SetError::notFound);
        json.remove("name");
        json.remove("parentId");
        return json;
    }

    private MailboxName fullName(MailboxView view, Wanted wanted) {
        if (wanted.name().indexOf(MailboxName.DELIMITER) >= 0) {
            throw SetError.invalidProperty("name", "must not have a '/'");
        }
        String above =
                wanted.parentId()
                        .map(id ->
                                view.find(id)
                                        .map(parent -> parent.name().text() + "/")
                                        .orElseThrow(() ->
                                                SetError.invalidProperty(
                                                        "parentId", "names no mailbox")))
                        .orElse("");
        return MailboxName.parse(above + wanted.name())
                .orElseThrow(() ->
                        SetError.invalidProperty(
                                "name",
                                "must be 1 to 255 octets with those of the mailboxes"
                                        + " above, without control characters, '*' and '%'"));
    }

    private void mayCreateIn(MailboxView view, Optional<String> parentId) {
        if (account.isPersonal()) {
            return;
        }
        boolean may =
                parentId.flatMap(view::find)
                        .filter(parent -> parent.rights().has(Rights.CREATE))
                        .isPresent();
        if (!may) {
            throw SetError.forbidden("You may not make mailboxes here.");
        }
    }

    private Optional<SpecialUse> use(
            MailboxView view, Optional<String> role, Optional<MailboxInfo> self) {
        if (role.isEmpty()) {
            return Optional.empty();
        }
        if (!account.isPersonal()) {
            throw SetError.forbidden("Only the owner gives roles.");
        }
        SpecialUse use =
                MailboxView.useOf(role.get())
                        .orElseThrow(() ->
                                SetError.invalidProperty(
                                        "role", "is none that a mailbox can be given"));
        boolean isTaken =
                view.snapshot().mailboxes().stream()
                        .filter(each -> self.filter(own -> own.id().equals(each.id())).isEmpty())
                        .anyMatch(each -> each.specialUse().filter(use::equals).isPresent());
        if (isTaken) {
            throw SetError.invalidProperty("role", "belongs to another mailbox");
        }
        return Optional.of(use);
    }

    private static SetError nameIsTaken() {
        return SetError.invalidProperty("name", "belongs to another mailbox beside it");
    }

    private static SetError notAllowed(String reason, boolean limit) {
        String sentence = Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
        return limit ? SetError.overQuota(sentence) : SetError.forbidden(sentence);
    }

    private void putOrder(MailboxId mailbox, long order) {
        services.orders()
                .put(
                        account.reader().id(),
                        MailboxServices.orderId(account, mailbox),
                        JsonNodeFactory.instance.objectNode().put("order", order),
                        changes -> mailboxes.tell(mailbox, changes));
    }

    // --- update

    @Override
    public Optional<ObjectNode> update(String id, Patch patch) {
        MailboxView view = view();
        MailboxInfo mailbox = view.find(id).orElseThrow(SetError::notFound);
        ObjectNode current = view.json(mailbox);
        ObjectNode next = patch.applyTo(current);
        if (next.has(SharedWith.NAME) && !services.shares(call)) {
            throw SetError.invalidProperty(SharedWith.NAME, "is not known here");
        }
        for (String name : OF_THE_SERVER) {
            JsonNode given = next.get(name);
            if (given == null || !given.equals(current.get(name))) {
                throw SetError.invalidProperty(name, "is set by the server");
            }
            next.remove(name);
        }
        boolean ordered = !next.path("sortOrder").equals(current.path("sortOrder"));
        Wanted wanted = Wanted.read(JmapObject.ofProperties(next, call.created()));
        Optional<SharedWith.Change> shared =
                next.path(SharedWith.NAME).equals(current.path(SharedWith.NAME))
                        ? Optional.empty()
                        : Optional.of(sharing.change(mailbox, wanted.shareWith()));
        MailboxName name = renamed(view, mailbox, wanted);
        Optional<String> role = MailboxView.role(mailbox);
        boolean newRole = !wanted.role().equals(role);
        Optional<SpecialUse> use = newRole ? newUse(view, mailbox, wanted) : Optional.empty();
        shared.ifPresent(change -> sharing.apply(mailbox, change));
        rename(mailbox, name);
        if (newRole) {
            setUse(mailbox, use);
        }
        if (wanted.isSubscribed().orElse(false) != mailbox.subscribed()) {
            subscribe(name, wanted.isSubscribed().orElse(false));
        }
        if (ordered) {
            putOrder(mailbox.id(), wanted.sortOrder().orElse(0L));
        }
        return Optional.empty();
    }

    private MailboxName renamed(MailboxView view, MailboxInfo mailbox, Wanted wanted) {
        boolean sameParent =
                wanted.parentId().equals(view.parent(mailbox).map(each -> ObjectIds.of(each.id())));
        if (sameParent && wanted.name().equals(view.name(mailbox))) {
            return mailbox.name();
        }
        if (mailbox.name().isInbox()) {
            throw SetError.forbidden("The inbox keeps its name and its place.");
        }
        if (!mailbox.rights().has(Rights.DELETE_MAILBOX)) {
            throw SetError.forbidden("You may not rename this mailbox.");
        }
        if (!sameParent) {
            mayCreateIn(view, wanted.parentId());
        }
        MailboxName name =
                sameParent && mailbox.name().parent().isPresent()
                        ? fullName(mailbox.name().parent().get(), wanted)
                        : fullName(view, wanted);
        if (name.isBelow(mailbox.name())) {
            throw SetError.invalidProperty("parentId", "must not lie below the mailbox itself");
        }
        if (view.find(name).filter(other -> !other.id().equals(mailbox.id())).isPresent()) {
            throw nameIsTaken();
        }
        return name;
    }

    /// Beside where it is, also where the mailbox above is not to be seen.
    private static MailboxName fullName(MailboxName parent, Wanted wanted) {
        return Optional.of(wanted.name())
                .filter(name -> name.indexOf(MailboxName.DELIMITER) < 0)
                .flatMap(name -> MailboxName.parse(parent + "/" + name))
                .orElseThrow(() -> SetError.invalidProperty("name", "is no name of a mailbox"));
    }

    private Optional<SpecialUse> newUse(MailboxView view, MailboxInfo mailbox, Wanted wanted) {
        if (!account.isPersonal()) {
            throw SetError.forbidden("Only the owner gives roles.");
        }
        if (mailbox.name().isInbox()) {
            throw SetError.invalidProperty("role", "of the inbox cannot be changed");
        }
        return use(view, wanted.role(), Optional.of(mailbox));
    }

    private void rename(MailboxInfo mailbox, MailboxName name) {
        if (name.equals(mailbox.name())) {
            return;
        }
        List<MailboxName> subscribed =
                mailboxes.list().stream()
                        .filter(MailboxInfo::subscribed)
                        .map(MailboxInfo::name)
                        .filter(each -> each.equals(mailbox.name()) || each.isBelow(mailbox.name()))
                        .toList();
        switch (mailboxes.rename(mailbox.name(), name)) {
            case NameOutcome.Done _ -> subscribed.forEach(each -> moved(each, mailbox, name));
            case NameOutcome.NoSuchMailbox _ -> throw SetError.notFound();
            case NameOutcome.AlreadyExists _ -> throw nameIsTaken();
            case NameOutcome.NotAllowed(String reason, boolean limit) ->
                    throw notAllowed(reason, limit);
        }
    }

    /// To IMAP a name is subscribed, to JMAP a mailbox.
    private void moved(MailboxName subscribed, MailboxInfo mailbox, MailboxName name) {
        mailboxes.unsubscribe(subscribed);
        mailboxes.subscribe(
                MailboxName.of(
                        name.text() + subscribed.text().substring(mailbox.name().text().length())));
    }

    private void setUse(MailboxInfo mailbox, Optional<SpecialUse> use) {
        switch (mailboxes.setSpecialUse(mailbox.id(), use)) {
            case NameOutcome.Done _ -> {}
            case NameOutcome.NoSuchMailbox _ -> throw SetError.notFound();
            case NameOutcome.AlreadyExists _ ->
                    throw SetError.invalidProperty("role", "belongs to another mailbox");
            case NameOutcome.NotAllowed(String reason, boolean limit) ->
                    throw notAllowed(reason, limit);
        }
    }

    private void subscribe(MailboxName name, boolean is) {
        if (is) {
            mailboxes.subscribe(name);
        } else {
            mailboxes.unsubscribe(name);
        }
    }

    // --- destroy

    @Override
    public void destroy(String id) {
        MailboxView view = view();
        MailboxInfo mailbox = view.find(id).orElseThrow(SetError::notFound);
        if (mailbox.name().isInbox()) {
            throw SetError.forbidden("The inbox stays.");
        }
        if (!mailbox.rights().has(Rights.DELETE_MAILBOX)) {
            throw SetError.forbidden("You may not delete this mailbox.");
        }
        DestroyIf condition = removeEmails ? DestroyIf.CHILDLESS : DestroyIf.EMPTY;
        if (removeEmails && !mailbox.rights().has(Rights.of("te"))) {
            condition = DestroyIf.EMPTY;
        }
        switch (mailboxes.destroy(mailbox.id(), condition)) {
            case DestroyOutcome.Done _ ->
                    services.orders()
                            .remove(
                                    account.reader().id(),
                                    MailboxServices.orderId(account, mailbox.id()));
            case DestroyOutcome.NoSuchMailbox _ -> throw SetError.notFound();
            case DestroyOutcome.HasChildren _ ->
                    throw SetError.of(
                            "mailboxHasChild",
                            "There are mailboxes below it; destroy or move them first.");
            case DestroyOutcome.HasMessages _ when removeEmails ->
                    throw SetError.forbidden("You may not remove the emails in it.");
            case DestroyOutcome.HasMessages _ ->
                    throw SetError.of(
                            "mailboxHasEmail",
                            "There are emails in it; say onDestroyRemoveEmails or move them"
                                    + " first.");
            case DestroyOutcome.NotAllowed _ -> throw SetError.forbidden("The inbox stays.");
        }
    }
}
