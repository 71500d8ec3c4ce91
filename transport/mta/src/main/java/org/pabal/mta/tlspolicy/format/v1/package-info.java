// SPDX-License-Identifier: Apache-2.0

/// Policies of MTA-STS as they lie in the store, version 1. See `docs/formats/tls-policies-v1.md`.
@NullMarked
package org.pabal.mta.tlspolicy.format.v1;

import org.jspecify.annotations.NullMarked;
