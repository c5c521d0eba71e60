import { type FaultTable, faultsOf } from '../records/coded-error.ts';

export const panelFaults = {
  PANEL_UNAVAILABLE: {
    at: 'staff',
    what: 'the panel cannot listen at its address',
    next: 'free the port, or set another one as panel.port',
  },
} as const satisfies FaultTable;

export const panelFault = faultsOf(panelFaults);
