// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.message.Domain;
import org.pabal.server.setup.Step.State;
import org.pabal.server.setup.ThisHost.OwnAddress;
import org.pabal.server.setup.WantedRecords.Seen;
import org.pabal.sessions.door.Answer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The records that a domain needs, and whether its zone has them.
final class DomainStep {
    private final ThisHost host;
    private final SetupServices services;
    private final DirectoryAdministration directory;
    private final Progress progress;

    DomainStep(ThisHost host, SetupServices services, Progress progress) {
        this.host = host;
        this.services = services;
        this.directory = services.directory();
        this.progress = progress;
    }

    /// `GET /setup/api/domain`: of the administrator's, or of another with `?domain=`. The step is done
    /// when the zone has all of the administrator's.
    Answer show(SetupRequest request) {
        Domain own = request.administrator().address().domain();
        Domain asked =
                request.exchange()
                        .query("domain")
                        .map(text -> Domain.parse(text).orElseThrow(DomainStep::noDomain))
                        .orElse(own);
        if (!directory.domains().contains(asked)) {
            throw Answer.no(404, "noSuchDomain", asked + " is not a domain of this server.");
        }
        List<Seen> seen = wanted(asked).seen(host.resolverOfZone(asked.toAscii()));
        if (seen.stream().anyMatch(each -> each.isRight() && each.record().why().equals("dkim"))) {
            host.lookAtKeys(asked);
        }
        if (asked.equals(own) && seen.stream().allMatch(Seen::isRight)) {
            progress.set(Step.DOMAIN, State.DONE);
        }
        return Answer.of(shown(asked, seen));
    }

    private WantedRecords wanted(Domain domain) {
        List<InetAddress> addresses =
                host.addresses().stream()
                        .filter(OwnAddress::isPublic)
                        .map(OwnAddress::address)
                        .toList();
        return new WantedRecords(
                domain.toAscii(), services.hostname(), addresses, host.keys(domain));
    }

    private static ObjectNode shown(Domain domain, List<Seen> seen) {
        ObjectNode body = Answer.object();
        body.put("domain", domain.toString());
        ArrayNode records = body.putArray("records");
        StringBuilder zone = new StringBuilder();
        for (Seen each : seen) {
            ObjectNode shown = records.addObject();
            shown.put("type", each.record().type());
            shown.put("name", each.record().name());
            shown.put("value", each.record().value());
            shown.put("why", each.record().why());
            shown.put("state", each.state());
            ArrayNode found = shown.putArray("found");
            each.found().forEach(found::add);
            each.record().zoneLine().ifPresent(line -> zone.append(line).append('\n'));
        }
        body.put("zone", zone.toString());
        return body;
    }

    private static Answer noDomain() {
        return Answer.no(422, "badName", "The domain is not one such as example.org.");
    }

    /// `POST /setup/api/domain`: one more; a second time nothing is changed.
    Answer add(SetupRequest request) throws IOException {
        Domain domain =
                Domain.parse(request.body().text("domain").strip())
                        .orElseThrow(DomainStep::noDomain);
        if (!directory.domains().contains(domain)
                && directory.addDomain(domain) instanceof Outcome.Refused(var reason)) {
            throw Answer.no(422, "unusable", reason);
        }
        services.domainAdded().accept(domain);
        List<Seen> seen = wanted(domain).seen(host.resolverOfZone(domain.toAscii()));
        return Answer.of(shown(domain, seen));
    }
}
