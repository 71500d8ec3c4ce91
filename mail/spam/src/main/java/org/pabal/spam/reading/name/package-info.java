// SPDX-License-Identifier: Apache-2.0

/// Names of domains and people: who registered them, and what they look like. Unicode UTS #39.
@NullMarked
package org.pabal.spam.reading.name;

import org.jspecify.annotations.NullMarked;
