// SPDX-License-Identifier: Apache-2.0

/// `/setup`: the first run of a server that has no administrator yet. A code that only the operator
/// reads lets one browser make the administrator; from then on the administrator's session goes through
/// the other steps, which can be left and taken up again, until the set-up is finished.
@NullMarked
package org.pabal.server.setup;

import org.jspecify.annotations.NullMarked;
