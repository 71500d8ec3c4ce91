// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.http.Homes;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapDoor;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapServices;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.Sharing;
import org.pabal.jmap.blob.BlobCapability;
import org.pabal.jmap.blob.BlobCopy;
import org.pabal.jmap.blob.BlobGet;
import org.pabal.jmap.blob.BlobLookup;
import org.pabal.jmap.blob.BlobUpload;
import org.pabal.jmap.blob.DownloadPage;
import org.pabal.jmap.blob.UploadPage;
import org.pabal.jmap.blob.Uploads;
import org.pabal.jmap.capability.CoreCapability;
import org.pabal.jmap.capability.CoreEcho;
import org.pabal.jmap.capability.SimpleCapability;
import org.pabal.jmap.deleted.DeletedEmails;
import org.pabal.jmap.deleted.RestoreCapability;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.email.EmailMethods;
import org.pabal.jmap.email.EmailServices;
import org.pabal.jmap.email.MailCapability;
import org.pabal.jmap.email.compose.MessageComposer;
import org.pabal.jmap.email.query.EmailQueries;
import org.pabal.jmap.email.submission.SubmissionCapability;
import org.pabal.jmap.email.submission.SubmissionMethods;
import org.pabal.jmap.email.submission.SubmissionServices;
import org.pabal.jmap.email.view.EmailBlobs;
import org.pabal.jmap.identity.Identities;
import org.pabal.jmap.mailbox.MailboxServices;
import org.pabal.jmap.method.RecentLists;
import org.pabal.jmap.preference.PreferenceCapability;
import org.pabal.jmap.preference.Preferences;
import org.pabal.jmap.principal.PrincipalCapability;
import org.pabal.jmap.principal.Principals;
import org.pabal.jmap.protocol.ApiPage;
import org.pabal.jmap.protocol.JmapApi;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.protocol.JmapHandler.Page;
import org.pabal.jmap.protocol.SessionObject;
import org.pabal.jmap.protocol.SessionPage;
import org.pabal.jmap.protocol.Slots;
import org.pabal.jmap.push.StateChanges;
import org.pabal.jmap.push.web.EventSourcePage;
import org.pabal.jmap.push.web.WebSocketCapability;
import org.pabal.jmap.push.web.WebSocketPage;
import org.pabal.jmap.quota.Quotas;
import org.pabal.jmap.share.ShareNotifications;
import org.pabal.jmap.sieve.SieveCapability;
import org.pabal.jmap.sieve.SieveScripts;
import org.pabal.jmap.sievelab.LabMethods;
import org.pabal.jmap.trace.TraceMethods;
import org.pabal.jmap.vacation.VacationResponses;
import org.pabal.jmap.webpush.kept.WebPush;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.message.Address;
import tools.jackson.databind.node.ObjectNode;

/// The tables: every method, every capability, every page. A new type of data has its line here.
public final class JmapService implements AutoCloseable {
    private final JmapServices services;
    private final List<Capability> moreCapabilities;
    private final List<JmapMethod> moreMethods;
    private final RecentLists recent = new RecentLists();
    private final Uploads uploads;
    private final SieveScripts sieve;
    private final Identities identities;
    private final Blobs blobs;
    private final SessionObject session;
    private final StateChanges changes;
    private final Optional<WebPush> push;
    private final Optional<Principals> principals;
    private final Optional<ShareNotifications> notifications;
    private final JmapApi api;

    public JmapService(JmapServices services) {
        this(services, List.of(), List.of());
    }

    /// @param moreCapabilities of this server's own
    /// @param moreMethods that belong to these
    public JmapService(
            JmapServices services,
            List<Capability> moreCapabilities,
            List<JmapMethod> moreMethods) {
        this.services = services;
        this.moreCapabilities = List.copyOf(moreCapabilities);
        this.moreMethods = List.copyOf(moreMethods);
        this.uploads = new Uploads(services.storage(), services.mailboxes(), services.clock());
        this.sieve = new SieveScripts(services.scripts(), documents('S'));
        this.identities = new Identities(services.directory(), documents('I'));
        this.blobs = new EmailBlobs(services.mailboxes(), this::find);
        this.changes =
                new StateChanges(services.mailboxes(), services.directory(), StateChanges.INTERVAL);
        this.push = services.push().map(sending -> new WebPush(services, sending, changes));
        this.principals =
                services.sharing()
                        .map(sharing ->
                                new Principals(sharing, services.mailboxes(), recent, this::shown));
        this.notifications =
                principals.map(each ->
                        new ShareNotifications(services.mailboxes(), documents('N'), each, recent));
        this.session = new SessionObject(capabilities());
        this.api = new JmapApi(methods(), session, services.limits(), changes);
    }

    /// An account as the session object shows it.
    private ObjectNode shown(JmapAccount account) {
        return session.account(account);
    }

    private Documents documents(char collection) {
        return new Documents(services.storage(), services.mailboxes(), collection);
    }

    /// A blob that is no message.
    private Optional<JmapBlob> find(JmapAccount account, String blobId) {
        return uploads.find(account, blobId).or(() -> sieve.find(account, blobId));
    }

    private List<Capability> capabilities() {
        List<Capability> capabilities = new ArrayList<>();
        capabilities.add(new CoreCapability(services.limits()));
        capabilities.add(new MailCapability(services.limits()));
        services.sending()
                .ifPresent(sending -> {
                    capabilities.add(new SubmissionCapability(sending.maxHold()));
                    capabilities.add(new SimpleCapability(Identities.SIGNATURES));
                });
        capabilities.add(new BlobCapability(services.limits()));
        capabilities.add(new SimpleCapability(Capability.QUOTA));
        capabilities.add(new SimpleCapability(Capability.VACATION));
        capabilities.add(new SimpleCapability(Capability.VACATION_EXTRAS));
        capabilities.add(new SimpleCapability(Capability.SNOOZE));
        capabilities.add(new SimpleCapability(Capability.ATTACHMENT_KIND));
        capabilities.add(new SimpleCapability(Capability.MAILBOX_SIZE));
        capabilities.add(new PreferenceCapability());
        Duration kept = services.mailboxes().keepsDeleted();
        if (!kept.isZero()) {
            capabilities.add(new RestoreCapability(kept));
        }
        capabilities.add(new SieveCapability(services.scripts()));
        services.lab().map(_ -> new LabMethods()).ifPresent(capabilities::add);
        services.sending().map(_ -> new TraceMethods()).ifPresent(capabilities::add);
        capabilities.add(new WebSocketCapability());
        push.map(WebPush::capabilities).ifPresent(capabilities::addAll);
        if (principals.isPresent()) {
            capabilities.add(new PrincipalCapability());
            capabilities.add(new PrincipalCapability.Owner());
        }
        capabilities.addAll(moreCapabilities);
        return capabilities;
    }

    private List<JmapMethod> methods() {
        List<JmapMethod> methods = new ArrayList<>();
        methods.add(new CoreEcho());
        push.map(WebPush::methods).ifPresent(methods::addAll);
        methods.add(new BlobCopy(uploads, blobs));
        methods.add(new BlobUpload(uploads, blobs));
        methods.add(new BlobGet(blobs));
        methods.add(new BlobLookup(services.mailboxes(), blobs));
        methods.addAll(
                new MailboxServices(services.mailboxes(), documents('O'), recent, principals)
                        .methods());
        principals.map(Principals::methods).ifPresent(methods::addAll);
        notifications.map(ShareNotifications::methods).ifPresent(methods::addAll);
        methods.addAll(identities.methods());
        methods.addAll(
                new VacationResponses(services.scripts())
                        .methods(
                                new DeliveryMemory(
                                        services.storage(), services.clock(), services.random())));
        methods.addAll(
                new Preferences(documents('P'), services.sharing().map(Sharing::people)).methods());
        methods.addAll(new Quotas(services.mailboxes()).methods());
        if (!services.mailboxes().keepsDeleted().isZero()) {
            methods.addAll(new DeletedEmails(services.mailboxes()).methods());
        }
        methods.addAll(sieve.methods(blobs));
        services.sending()
                .map(sending ->
                        TraceMethods.of(sending, services.directory(), services.mailboxes()))
                .ifPresent(methods::addAll);
        services.lab()
                .map(lab -> LabMethods.of(lab, services.mailboxes(), sieve, blobs))
                .ifPresent(methods::addAll);
        methods.addAll(EmailMethods.of(emails()));
        services.sending()
                .map(sending -> SubmissionMethods.of(submissions(sending)))
                .ifPresent(methods::addAll);
        methods.addAll(moreMethods);
        return methods;
    }

    private EmailServices emails() {
        return new EmailServices(
                services.mailboxes(),
                new EmailQueries(services.index()),
                blobs,
                new MessageComposer(
                        services.mailboxes(), services.limits().maxSizeUpload(), services.random()),
                uploads::becameMail,
                services.clock());
    }

    private SubmissionServices submissions(MailSending sending) {
        return new SubmissionServices(
                services.mailboxes(),
                services.storage(),
                sending,
                this::identity,
                services.clock(),
                services.random());
    }

    /// The address of an identity.
    private Optional<Address> identity(JmapAccount account, String id) {
        return identities
                .find(account.owner(), id)
                .flatMap(each -> Address.parse(each.path("email").asString("")));
    }

    /// @param homes who answers for accounts of other hosts
    /// @param more pages of other modules, by path
    public JmapHandler handler(List<JmapDoor> doors, Homes homes, Map<String, Page> more) {
        Map<String, Page> pages = new HashMap<>(more);
        pages.put("/.well-known/jmap", new SessionPage(session));
        pages.put("/jmap/session", new SessionPage(session));
        Slots requests = new Slots(services.limits().maxConcurrentRequests());
        pages.put("/jmap/api", new ApiPage(api, services.limits(), requests));
        Slots streams = new Slots(EventSourcePage.MAX_STREAMS);
        pages.put("/jmap/eventsource", new EventSourcePage(changes, api::state, streams));
        pages.put(
                "/jmap/ws", new WebSocketPage(api, services.limits(), changes, streams, requests));
        pages.put(UploadPage.PATH, new UploadPage(uploads, services.limits()));
        pages.put(DownloadPage.PATH, new DownloadPage(blobs));
        return new JmapHandler(doors, homes, services.directory(), services.mailboxes(), pages);
    }

    /// Begins to push.
    public void start() {
        services.scripts()
                .whenChanged(account ->
                        changes.changed(account.id(), SieveScripts.TYPE, sieve.state(account)));
        push.ifPresent(WebPush::start);
        notifications.ifPresent(
                each -> services.mailboxes().listen(new ShareListener(each, changes)));
    }

    @Override
    public void close() {
        push.ifPresent(WebPush::close);
    }

    /// Who hears of changes; for the figures.
    public StateChanges changes() {
        return changes;
    }

    /// Removes what was uploaded and has had its time; to be called now and then.
    public void sweep() {
        uploads.sweep();
    }

    /// For requests that come by another way than HTTP: WebSocket.
    public JmapApi api() {
        return api;
    }
}
