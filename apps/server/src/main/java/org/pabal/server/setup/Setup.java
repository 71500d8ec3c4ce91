// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.http.Route;
import org.pabal.server.setup.SetupRequest.Handler;
import org.pabal.server.setup.proof.ProofMail;
import org.pabal.server.setup.proof.Proofs;
import org.pabal.server.setup.proof.SeenFromOutside;

/// The first run: one name for its parts.
public final class Setup implements AutoCloseable {
    private final SetupCode code;
    private final Progress progress;
    private final Phases phases;
    private final Proofs proofs;
    private final SetupDoor door;

    public Setup(
            SetupServices services,
            ThisHost host,
            CertificateInUse inUse,
            Doors outside,
            Relay smarthost,
            ProofMail mail,
            SeenFromOutside seen) {
        this.progress = new Progress(services.storage());
        this.code = new SetupCode(services.random(), services.clock());
        this.phases = new Phases(progress, services.directory(), services.clock());
        Restart restart = new Restart(host::startAgain);
        HostnameStep hostname = new HostnameStep(host, progress, restart, services.hostname());
        DoorsStep doors =
                new DoorsStep(
                        host, outside, smarthost, progress, services.hostname(), System::nanoTime);
        RelayStep relay = new RelayStep(smarthost, progress, restart);
        DomainStep domain = new DomainStep(host, services, progress);
        CertificateStep certificate = new CertificateStep(host, inUse, services, progress);
        MailboxStep mailbox = new MailboxStep(host, services.directory(), progress, restart);
        this.proofs =
                new Proofs(
                        mail,
                        new ProofHere(
                                host,
                                outside,
                                smarthost,
                                seen,
                                services.hostname(),
                                services.clock()),
                        services.clock());
        ProofStep proof = new ProofStep(proofs, services, progress);
        Closing closing = new Closing(progress);
        Map<String, Handler> steps = new HashMap<>();
        steps.put("GET hostname", hostname::show);
        steps.put("POST hostname", hostname::keep);
        steps.put("POST doors", doors::check);
        steps.put("POST relay", relay::keep);
        steps.put("POST relay/check", relay::check);
        steps.put("GET domain", domain::show);
        steps.put("POST domain", domain::add);
        steps.put("GET certificate", certificate::show);
        steps.put("POST certificate", certificate::use);
        steps.put("GET mailbox", mailbox::show);
        steps.put("POST mailbox", mailbox::make);
        steps.put("POST proof", proof::begin);
        steps.put("GET proof/", proof::show);
        steps.put("POST later", closing::later);
        steps.put("POST finish", closing::finish);
        this.door =
                new SetupDoor(
                        services,
                        phases,
                        new Beginning(services, code, progress, phases),
                        new StatePage(progress, services),
                        steps,
                        restart);
    }

    public Route route() {
        return new Route(Set.of("GET", "POST"), "/setup/api/*", door);
    }

    /// What the operator is to type into the page; empty when there is an administrator, or the set-up
    /// is finished.
    public Optional<String> code() {
        return phases.now() == Phase.FIRST ? Optional.of(code.shown()) : Optional.empty();
    }

    /// Ids of the steps that wait since the set-up was left or finished; empty when there was none.
    public List<String> waits() {
        return progress.waits();
    }

    /// Lets administrators go through it once more; without one, the code does it again.
    public void reopen() {
        progress.reopen();
    }

    /// Ends a proof that is being made.
    @Override
    public void close() {
        proofs.close();
    }
}
