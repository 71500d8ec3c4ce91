// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.server.administration.AccountMoves;
import org.pabal.server.administration.AdministrationService;
import org.pabal.server.administration.BanOperations;
import org.pabal.server.administration.ConnectorOperations;
import org.pabal.server.administration.DirectoryOperations;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.ForwarderOperations;
import org.pabal.server.administration.GreylistOperations;
import org.pabal.server.administration.ImportOperations;
import org.pabal.server.administration.LabOperations;
import org.pabal.server.administration.LearningOperations;
import org.pabal.server.administration.QuarantineOperations;
import org.pabal.server.administration.RelayOperations;
import org.pabal.server.administration.ScriptOperations;
import org.pabal.server.administration.SearchOperations;
import org.pabal.server.administration.SetupOperations;
import org.pabal.server.administration.SpamOperations;
import org.pabal.server.administration.SpamPolicyOperations;
import org.pabal.server.administration.SpfOperations;
import org.pabal.server.administration.SrsOperations;
import org.pabal.server.administration.WebhookOperations;

/// Answers administrators with the parts of a running server; {@link OfflineAdministration} is its
/// counterpart when none runs.
final class OnlineAdministration {
    private OnlineAdministration() {}

    static AdministrationService of(
            Ground here,
            Cluster cluster,
            AccountMoving moving,
            DoorGuard doorGuard,
            ScriptParts scripts,
            JudgingParts judging,
            Transport transport,
            WebRoles web,
            DkimOperations dkim,
            DirectoryOperations directories,
            AdministrationService.StatusSource status)
            throws StartFailure {
        return new AdministrationService(
                here.directory(),
                here.mailboxes(),
                here.clock(),
                here.storage(),
                transport.queue().operations(),
                transport.queue().traceOperations(),
                transport.routes().administration(),
                new RelayOperations(() -> transport.outbound().checks()),
                new SearchOperations(
                        here.directory(), here.mailboxes(), here.foundation().indexes()),
                dkim,
                new SpfOperations(here::resolver, here::name, here.clock()),
                new SrsOperations(() -> SrsSettings.rotate(here.settings(), here.data().path())),
                Reports.operations(here.foundation()),
                new ForwarderOperations(here.directory(), transport.inbound()::forwarders),
                new GreylistOperations(judging.greylists()::greylist),
                transport.queue().outgoingOperations(),
                Doctor.operations(
                        here::resolver,
                        here::name,
                        () -> transport.signing().keys().ring(),
                        () -> Doctor.certificate(here.data(), here.settings()),
                        () -> Doctor.services(here.settings(), here.name()),
                        Doctor.policies(here.settings(), here.wire(), here.resolver()),
                        here.clock()),
                new ScriptOperations(here.directory(), scripts::scripts, scripts.memory()),
                new LabOperations(
                        here.directory(), here.mailboxes(), scripts::scripts, scripts::lab),
                cluster.operations(transport.queue()::waitingFor),
                directories,
                new AccountMoves(here.directory(), moving::moves),
                new BanOperations(doorGuard.bans()::register, here.directory()),
                new SpamOperations(
                        judging.spam()::forOperations,
                        here.directory(),
                        here.mailboxes(),
                        transport.queue().ledger(),
                        here.clock()),
                new SpamPolicyOperations(here.directory(), judging.spam().wishes()),
                new QuarantineOperations(
                        judging.spam().quarantine(), transport.intake()::quarantine),
                new LearningOperations(here.directory(), judging::learning),
                new ConnectorOperations(judging::connectors),
                web.signInOperations(),
                new ImportOperations(here.directory(), web::imports),
                new WebhookOperations(here.directory(), web::webhooks),
                new SetupOperations(web::firstRun),
                status);
    }
}
