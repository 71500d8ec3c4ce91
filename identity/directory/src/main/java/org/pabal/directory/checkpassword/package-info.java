// SPDX-License-Identifier: Apache-2.0

/// Accounts whose passwords a program judges by the checkpassword protocol: it reads name, password
/// and time from descriptor 3, each ended by NUL, and exits 1 for a wrong password, 2 when it was
/// misused, 111 when it cannot say. For a right one it runs the program that it was given as last
/// argument, in an environment with the account's data.
///
/// Which addresses there are it cannot tell. A file of addresses does, or the program itself in the
/// way of Dovecot: asked with `AUTHORIZED=1` it judges no password, exits 3 for an unknown name, and
/// for another says `AUTHORIZED=2` to the program that it runs.
@NullMarked
package org.pabal.directory.checkpassword;

import org.jspecify.annotations.NullMarked;
