// SPDX-License-Identifier: Apache-2.0

/// Other filters and scanners that are asked about mail: what they have in common. Each keeps a
/// deadline, is not asked for a while when it fails again and again, and has a defined answer when
/// it is down.
@NullMarked
package org.pabal.filter.connector;

import org.jspecify.annotations.NullMarked;
