// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.time.InstantSource;
import java.util.List;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.PasswordChange;
import org.pabal.jmap.JmapMethod;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.RecentLogins;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.Sessions;
import org.pabal.sessions.passkey.RelyingParty;

/// What stands behind credentials.
///
/// @param logins whose guard is shared with all doors: a wrong password counts here as there
/// @param profiles for the telephone that an app password is made for
/// @param recent log-ins at all doors
public record CredentialServices(
        DirectoryAdministration directory,
        PasswordChange passwords,
        Sessions sessions,
        KeptFactors factors,
        Demands demands,
        Enrolment enrolment,
        RelyingParty party,
        LoginDoor logins,
        InstantSource clock,
        RandomText random,
        Profiles profiles,
        RecentLogins recent) {

    public List<JmapMethod> methods() {
        CredentialList list = new CredentialList(this);
        return List.of(
                new CredentialGet(list),
                new CredentialSet(this, list),
                new CredentialLogins(recent));
    }
}
