// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.time.InstantSource;
import java.util.function.Function;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.http.Homes;
import org.pabal.http.HttpClientFacts;
import org.pabal.sasl.LoginDoor;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.Sessions;
import org.pabal.sessions.passkey.Ceremonies;

/// What stands behind the door.
///
/// @param contexts what a request says about whose names are meant
/// @param homes who answers for accounts of other hosts
/// @param logins whose guard is shared with all doors
public record SignInServices(
        Directory directory,
        PasswordChange passwords,
        Sessions sessions,
        KeptFactors factors,
        Demands demands,
        Ceremonies passkeys,
        Enrolment enrolment,
        Function<HttpClientFacts, LoginContext> contexts,
        Homes homes,
        LoginDoor logins,
        InstantSource clock,
        RandomText random) {}
