// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.http.Homes;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpHandler;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.email.view.EmailBlobs;
import org.pabal.jmap.mailview.signed.PartPage;
import org.pabal.jmap.mailview.signed.PictureProxy;
import org.pabal.jmap.mailview.signed.SignedLinks;
import org.pabal.jmap.mailview.signed.Visitors;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.TextIndex;
import org.pabal.mta.jobs.OutsideFetches;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.storage.Storage;

/// Views of mails put together: their methods, their capability, and the pages behind their links.
public final class MailViews {
    /// Where pictures of other servers are had.
    public static final String PICTURES = SignedLinks.PICTURES + "*";

    /// Where parts of messages are had.
    public static final String PARTS = SignedLinks.PARTS + "*";

    /// A letter of its own among the collections of documents.
    private static final char SETTINGS = 'R';

    /// What they are made of.
    ///
    /// @param linkKey the key that signs links; asked for with each
    /// @param sessions whether a browser's session goes on, by its account and id
    /// @param posts empty where nothing is posted to others
    public record Parts(
            MailboxStore store,
            TextIndex index,
            Directory directory,
            Storage storage,
            InstantSource clock,
            Supplier<byte[]> linkKey,
            BiPredicate<AccountId, String> sessions,
            Optional<OutsidePosts> posts,
            OutsideFetches fetches) {}

    private final MailViewServices services;
    private final HttpHandler pictures;
    private final HttpHandler partPages;

    public MailViews(Parts parts) {
        SignedLinks links = new SignedLinks(parts.linkKey(), parts.clock());
        this.services =
                new MailViewServices(
                        parts.store(),
                        parts.index(),
                        parts.directory(),
                        new Documents(parts.storage(), parts.store(), SETTINGS),
                        links,
                        parts.posts());
        Visitors visitors = new Visitors(links, parts.directory(), parts.sessions());
        this.pictures = new PictureProxy(visitors, parts.fetches());
        this.partPages =
                new PartPage(visitors, new EmailBlobs(parts.store(), (_, _) -> Optional.empty()));
    }

    public Capability capability() {
        return new MailViewCapability();
    }

    public List<JmapMethod> methods() {
        ReadingSettings reading = new ReadingSettings(services.settings());
        return List.of(
                new MailViewGet(services, reading),
                new MailViewUnsubscribe(services),
                new MailViewSettingGet(reading),
                new MailViewSettingSet(reading));
    }

    /// Answers {@link #PICTURES}.
    ///
    /// @param homes who answers by what other hosts have signed
    public HttpHandler pictures(Homes homes) {
        return here(pictures, homes);
    }

    /// Answers {@link #PARTS}.
    ///
    /// @param homes who answers by what other hosts have signed
    public HttpHandler parts(Homes homes) {
        return here(partPages, homes);
    }

    private static HttpHandler here(HttpHandler handler, Homes homes) {
        return exchange -> {
            Optional<String> home =
                    exchange.passedOn().isPresent()
                            ? Optional.empty()
                            : SignedLinks.home(exchange.path()).filter(homes::isOther);
            if (home.isPresent()) {
                homes.pass(exchange, Matter.link(home.get()));
            } else {
                handler.handle(exchange);
            }
        };
    }
}
