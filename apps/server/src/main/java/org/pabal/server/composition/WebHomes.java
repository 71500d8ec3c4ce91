// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.web.PassedRequests;
import org.pabal.cluster.web.PassingOn;
import org.pabal.cluster.web.SignOuts;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.http.HttpHandler;
import org.pabal.http.HttpLimits;
import org.pabal.http.Problem;
import org.pabal.server.composition.WebSignIn.KeptSessions;
import org.pabal.sessions.kept.OwedSignOuts;

/// Requests of the web that are answered on another host than the one that they come to, on both ends.
final class WebHomes implements AutoCloseable {
    private final PassingOn passing;
    private final PassedRequests passed;
    private final HostLinks links;
    private final Directory directory;
    private @Nullable SignOuts signOuts;
    private volatile @Nullable HttpHandler handler;

    WebHomes(Directory directory, Cluster cluster) {
        this.passing = new PassingOn(cluster.hosts(), cluster.links());
        this.passed =
                new PassedRequests(
                        this::handler,
                        () -> cluster.hosts().self().name(),
                        HttpLimits.standard().messageOctets());
        this.links = cluster.links();
        this.directory = directory;
        directory.whenLoginChanges(
                id ->
                        directory
                                .account(id)
                                .ifPresent(account -> passing.end(account.address().toString())));
    }

    /// A host that calls before the doors are open.
    private HttpHandler handler() {
        HttpHandler open = handler;
        return open == null
                ? exchange -> new Problem(503, "This host is about to start.").send(exchange)
                : open;
    }

    PassingOn passing() {
        return passing;
    }

    /// From now on what other hosts pass on is answered.
    void open(Web web) {
        handler = web.forFronts();
    }

    /// What other hosts ask.
    Map<String, HostOperation> operations(KeptSessions sessions) {
        Map<String, HostOperation> all = new HashMap<>(passed.operations());
        all.putAll(SignOuts.operations(owner -> endSessions(sessions, owner)));
        return all;
    }

    private boolean endSessions(KeptSessions sessions, String owner) {
        Optional<Account> account = directory.findByLogin(owner, LoginContext.ANYWHERE);
        account.ifPresent(found -> sessions.end().changedElsewhere(found.id()));
        return account.isPresent();
    }

    /// Tells other hosts what they are owed, from now on.
    void start(OwedSignOuts owed) {
        SignOuts telling = new SignOuts(links, teller -> tell(owed, teller));
        owed.whenOwed(telling::wake);
        telling.start();
        signOuts = telling;
    }

    private static void tell(OwedSignOuts owed, SignOuts.Teller teller) {
        for (OwedSignOuts.Owed each : owed.all()) {
            Optional<Account> owner = owed.owner(each);
            boolean settled =
                    owner.isEmpty()
                            || teller.tell(
                                    owner.get().host().orElseThrow(),
                                    owner.get().address().toString());
            if (settled) {
                owed.paid(each);
            }
        }
    }

    @Override
    public void close() {
        SignOuts telling = signOuts;
        if (telling != null) {
            telling.close();
        }
        passed.close();
        passing.close();
    }
}
