// SPDX-License-Identifier: Apache-2.0

/// What other mail systems kept of their people, read from their files and written into such: LDIF
/// (RFC 2849) and the password files of Unix. Nothing here changes anything; what cannot be taken
/// over is named with its line.
@NullMarked
package org.pabal.cli.migration;

import org.jspecify.annotations.NullMarked;
