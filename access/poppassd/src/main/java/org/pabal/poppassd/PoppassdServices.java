// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import java.util.function.Function;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.sasl.LoginDoor;
import org.pabal.wire.Connection;

/// What sessions use.
///
/// @param loginContexts what completes a name without a domain
/// @param logins whose guard is shared with all doors
public record PoppassdServices(
        PasswordChange passwords,
        Function<Connection, LoginContext> loginContexts,
        LoginDoor logins) {}
