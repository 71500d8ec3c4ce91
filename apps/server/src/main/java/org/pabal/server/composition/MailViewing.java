// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.http.Route;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.mailview.MailViews;
import org.pabal.mailbox.TextIndex;
import org.pabal.mta.jobs.OutsideFetches;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.jobs.Reachable;
import org.pabal.server.settings.SearchTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.WebTable;
import org.pabal.sessions.kept.LinkKey;
import org.pabal.sessions.kept.Sessions;
import org.pabal.wire.Connector;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.Wire;
import org.pabal.wire.http.HttpClient;

/// The role that shows single mails: their HTML without what does harm, and the pictures in them.
final class MailViewing {
    private static final OutsideFetches.Limits PICTURE =
            new OutsideFetches.Limits(10 << 20, Duration.ofSeconds(5));

    private final MailViews views;

    MailViewing(
            Foundation foundation,
            Settings settings,
            Wire wire,
            Resolver resolver,
            OutsidePosts posts,
            Sessions sessions)
            throws StartFailure {
        SecureRandom random = new SecureRandom();
        LinkKey key =
                new LinkKey(
                        foundation.storage(),
                        () -> {
                            byte[] made = new byte[LinkKey.OCTETS];
                            random.nextBytes(made);
                            return made;
                        });
        this.views =
                new MailViews(
                        new MailViews.Parts(
                                foundation.mailboxes(),
                                settings.get(SearchTable.SEARCH_INDEX)
                                        ? foundation.indexes()
                                        : TextIndex.NONE,
                                foundation.directory(),
                                foundation.storage(),
                                foundation.clock(),
                                key::octets,
                                (account, id) -> sessions.current(account, id).isPresent(),
                                Optional.of(posts),
                                fetches(settings, wire, resolver)));
    }

    private static OutsideFetches fetches(Settings settings, Wire wire, Resolver resolver)
            throws StartFailure {
        List<IpNetwork> inside = Networks.of(settings, WebTable.WEB_PICTURE_NETWORKS);
        Connector connector = new Connector(wire);
        return new OutsideFetches(
                resolver,
                new HttpClient(connector, DeliverySettings.trust(settings)),
                HttpClient.inTheClear(connector),
                new Reachable(
                        address -> inside.stream().anyMatch(network -> network.contains(address))),
                PICTURE);
    }

    Capability capability() {
        return views.capability();
    }

    List<JmapMethod> methods() {
        return views.methods();
    }

    void open(Web web) {
        web.add(Route.get(MailViews.PICTURES, views.pictures(web.homes())));
        web.add(Route.get(MailViews.PARTS, views.parts(web.homes())));
    }
}
