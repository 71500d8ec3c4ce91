// SPDX-License-Identifier: Apache-2.0

/// Accounts in files of lines: `passwd` and `shadow` of Unix, and Dovecot's passwd-file, one for each
/// domain or one for several.
///
/// A file is read into memory, and again when it has changed, looked after at most once a second. A
/// file that is being written, cannot be read or has lost all its accounts leaves those of before as
/// they were, and the health of the source says so: nobody's mail is refused because of an editor.
@NullMarked
package org.pabal.directory.passwdfile;

import org.jspecify.annotations.NullMarked;
