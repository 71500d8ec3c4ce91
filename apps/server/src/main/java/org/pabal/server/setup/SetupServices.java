// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginDoor;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.door.AuthDoor;
import org.pabal.sessions.door.SignedIn;
import org.pabal.storage.Storage;

/// What stands behind the first steps.
///
/// @param door that signs in whoever has made the administrator
/// @param logins whose guard counts wrong codes with wrong passwords
/// @param leastPassword characters of a password
/// @param domainAdded hears of a domain that has come
public record SetupServices(
        DirectoryAdministration directory,
        Storage storage,
        SignedIn signedIn,
        AuthDoor door,
        LoginDoor logins,
        InstantSource clock,
        RandomText random,
        Consumer<Domain> domainAdded,
        int leastPassword,
        String version,
        String hostname) {}
