// SPDX-License-Identifier: Apache-2.0

/// SieveScript/preview, /apply and /undo: what a script would do with mail that is here already, doing
/// it, and putting it back. Beside RFC 9661; `docs/operations/jmap.md` has the shapes.
@NullMarked
package org.pabal.jmap.sievelab;

import org.jspecify.annotations.NullMarked;
