// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.directory.builtin.LogIns.Proof;
import org.pabal.message.Address;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;
import org.pabal.sasl.TokenVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The credentials behind one connection. For its thread.
final class DirectoryCredentials implements Credentials {
    /// Who acted for whom (THREATS A03).
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryCredentials.class);

    private final LogIns logIns;
    private final Directory names;
    private final LoginContext context;
    private Proof proof = Proof.NONE;

    /// Why the last password was not taken, where it was one of the account's.
    private String objection = "";

    /// @param names who says whose names log-in names are
    DirectoryCredentials(LogIns logIns, Directory names, LoginContext context) {
        this.logIns = logIns;
        this.names = names;
        this.context = context;
    }

    @Override
    public boolean verify(String authenticationIdentity, String password) {
        Optional<Account> account = logIns.find(authenticationIdentity, context);
        proof = logIns.verify(account, password, context.service());
        objection =
                proof == Proof.NONE
                        ? logIns.appPasswords().objection(account, password, context.service())
                        : "";
        return proof != Proof.NONE;
    }

    /// The address that the name means, whoever has it or not (THREATS A02).
    @Override
    public String commonName(String authenticationIdentity) {
        return logIns.address(authenticationIdentity, context)
                .map(Address::toString)
                .orElse(authenticationIdentity);
    }

    @Override
    public Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash) {
        if (hash != ScramHash.SHA_256) {
            return Optional.empty(); // nothing is kept for SCRAM-SHA-1, for nobody
        }
        return Optional.of(logIns.scram(authenticationIdentity, context));
    }

    @Override
    public List<ScramCredential> moreScram(String authenticationIdentity, ScramCredential told) {
        return logIns.moreScram(authenticationIdentity, told, context);
    }

    @Override
    public void proved(String authenticationIdentity, ScramCredential by) {
        proof = logIns.proved(authenticationIdentity, by, context);
    }

    /// Whoever came with an app password acts for nobody else: a lost telephone is not to open the
    /// mail of a whole domain.
    @Override
    public boolean mayActAs(String authenticationIdentity, String authorizationIdentity) {
        Optional<Account> who = find(authenticationIdentity);
        Optional<Account> actsFor = find(authorizationIdentity);
        if (who.isEmpty() || actsFor.isEmpty()) {
            return false;
        }
        if (who.get().id().equals(actsFor.get().id())) {
            return true;
        }
        boolean may = proof != Proof.APP_PASSWORD && who.get().mayActAs(actsFor.get());
        LOG.info(
                "event=acts-for account={} for={} service={} allowed={}",
                who.get().address(),
                actsFor.get().address(),
                context.service().word(),
                may);
        return may;
    }

    @Override
    public boolean isKnown(String authenticationIdentity) {
        return find(authenticationIdentity).filter(Account::enabled).isPresent();
    }

    @Override
    public String explain(String authenticationIdentity) {
        return objection.isEmpty() ? logIns.explain(authenticationIdentity, context) : objection;
    }

    @Override
    public Optional<TokenVerifier> tokens() {
        return context.tokens();
    }

    private Optional<Account> find(String login) {
        return names.findByLogin(login, context);
    }
}
