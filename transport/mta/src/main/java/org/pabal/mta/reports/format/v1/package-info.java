// SPDX-License-Identifier: Apache-2.0

/// The records of the space `REPORTS`, version 1. docs/formats/reports-v1.md has them in full.
@NullMarked
package org.pabal.mta.reports.format.v1;

import org.jspecify.annotations.NullMarked;
