// SPDX-License-Identifier: Apache-2.0

/// What people may have checked before they rely on it: {@link org.pabal.jmap.Check}.
@NullMarked
package org.pabal.server.checks;

import org.jspecify.annotations.NullMarked;
